/** What a scripted runtime does, one after the other. Connections have names; the first is `main`, and each is opened when it is first used. */
export type Step =
  /** Raw bytes: `{id}` stands for the current request's, `{former}` for the one's before, `{host}` for the address of the Runtime API. */
  | { readonly do: 'send'; readonly text: string; readonly on?: string; readonly pieces?: number; readonly everyMs?: number }
  | { readonly do: 'fill'; readonly bytes: number; readonly on?: string }
  /** Chunks of a chunked body; without end where `count` is negative. */
  | { readonly do: 'chunks'; readonly count: number; readonly text: string; readonly on?: string; readonly everyMs?: number }
  /** Reads one whole answer, and prints it under the label. */
  | { readonly do: 'read'; readonly as: string; readonly on?: string }
  | { readonly do: 'readSlowly'; readonly as: string; readonly bytes: number; readonly everyMs: number; readonly times: number; readonly on?: string }
  | { readonly do: 'close' | 'half'; readonly on?: string }
  | { readonly do: 'pause'; readonly ms: number }
  | { readonly do: 'hang' }
  | { readonly do: 'print'; readonly text: string }
  | { readonly do: 'exit'; readonly status: number }
  | { readonly do: 'kill'; readonly signal: string }
  | { readonly do: 'fork'; readonly detached: boolean; readonly on?: string }
  | { readonly do: 'eat'; readonly megabytes: number };

interface Sent {
  readonly on?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** What Content-Length claims; that of the body where it is left out. */
  readonly claims?: number;
  readonly pieces?: number;
  readonly everyMs?: number;
}

const root = '/2018-06-01/runtime/';

/** A request of the Runtime API, by its path below `/2018-06-01/runtime/`; a body makes it a POST. */
export function request(path: string, body?: string, sent: Sent = {}): Step {
  return { do: 'send', text: requestText(path, body, sent), ...timing(sent) };
}

/** Several requests in one write. */
export function together(...steps: readonly Step[]): Step {
  return { do: 'send', text: steps.map((step) => (step.do === 'send' ? step.text : '')).join('') };
}

export const next = (sent: Sent = {}): Step => request('invocation/next', undefined, sent);
export const response = (body: string, sent: Sent = {}): Step => request('invocation/{id}/response', body, sent);
export const error = (body: string, type: string, sent: Sent = {}): Step =>
  request('invocation/{id}/error', body, { ...sent, headers: { 'Lambda-Runtime-Function-Error-Type': type, ...sent.headers } });
export const initError = (body: string, type: string): Step => request('init/error', body, { headers: { 'Lambda-Runtime-Function-Error-Type': type } });

export const read = (as: string, on?: string): Step => ({ do: 'read', as, ...(on !== undefined && { on }) });
/** Answers, and reads the 202. */
export const answer = (body: string): readonly Step[] => [response(body), read('answer')];

/** The head of a streamed response, whose chunks follow. */
export function streamHead(headers: Readonly<Record<string, string>> = {}, on?: string): Step {
  const all = { 'Lambda-Runtime-Function-Response-Mode': 'streaming', 'Transfer-Encoding': 'chunked', ...headers };
  return { do: 'send', text: head('POST', 'invocation/{id}/response', all), ...(on !== undefined && { on }) };
}

export const chunk = (text: string, on?: string): Step => ({ do: 'chunks', count: 1, text, ...(on !== undefined && { on }) });

/** The last chunk, with trailers. */
export function streamEnd(trailers: Readonly<Record<string, string>> = {}): Step {
  return { do: 'send', text: `0\r\n${fieldLines(trailers)}\r\n` };
}

function requestText(path: string, body: string | undefined, { headers = {}, claims }: Sent): string {
  if (body === undefined) return head('GET', path, headers);
  return head('POST', path, { 'Content-Length': String(claims ?? Buffer.byteLength(body)), ...headers }) + body;
}

function head(method: string, path: string, headers: Readonly<Record<string, string>>): string {
  return `${method} ${root}${path} HTTP/1.1\r\nHost: {host}\r\n${fieldLines(headers)}\r\n`;
}

function fieldLines(headers: Readonly<Record<string, string>>): string {
  return Object.entries(headers)
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join('');
}

function timing({ on, pieces, everyMs }: Sent): Pick<Sent, 'on' | 'pieces' | 'everyMs'> {
  return { ...(on !== undefined && { on }), ...(pieces !== undefined && { pieces }), ...(everyMs !== undefined && { everyMs }) };
}
