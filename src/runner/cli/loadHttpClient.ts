import * as http from 'node:http';
import * as https from 'node:https';
import * as v from 'valibot';
import { CodedError, codeOf, messageOf } from '../../common/codedError.ts';
import type { LoadOutcome } from '../../lambda/scaling/load/loadPlan.ts';
import type { LoadClient, LoadedFunction, LoadRequest } from './loadClient.ts';
import { printable } from './printable.ts';

const Configuration = v.object({
  FunctionArn: v.string(),
  MemorySize: v.optional(v.number(), 128),
  Timeout: v.optional(v.number(), 3),
  Architectures: v.optional(v.array(v.picklist(['x86_64', 'arm64'])), ['x86_64']),
});
const Failure = v.object({ message: v.optional(v.string()), Message: v.optional(v.string()), Reason: v.optional(v.string()) });

/** Of what an error says, nobody reads more. */
const mostRead = 64 * 1024;

interface Answer {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  /** Empty where nobody reads it. */
  readonly body: string;
}

/**
 * The Lambda API over plain HTTP requests without signatures, on connections that are kept: the SDK's client spends several times as long on
 * each, which would be measured.
 */
export class HttpLoadClient implements LoadClient {
  readonly #agent: http.Agent;
  readonly #send: typeof http.request;
  readonly #base: http.RequestOptions;
  readonly #path: string;
  readonly #query: string;
  readonly #payload: Buffer;
  readonly #endpoint: string;

  constructor(endpoint: string, { functionName, qualifier, payload }: LoadRequest) {
    const { protocol, hostname, port, pathname } = new URL(endpoint);
    const secure = protocol === 'https:';
    const agent = { keepAlive: true, maxSockets: Number.POSITIVE_INFINITY, maxFreeSockets: Number.POSITIVE_INFINITY, scheduling: 'lifo' } as const;
    this.#endpoint = endpoint;
    this.#agent = secure ? new https.Agent(agent) : new http.Agent(agent);
    this.#send = secure ? https.request : http.request;
    // Names in brackets are those of URLs only.
    this.#base = { agent: this.#agent, hostname: hostname.replace(/^\[(.*)\]$/, '$1'), ...(port !== '' && { port: Number(port) }) };
    this.#path = `${pathname.replace(/\/$/, '')}/2015-03-31/functions/${encodeURIComponent(functionName)}`;
    this.#query = qualifier === undefined ? '' : `?Qualifier=${encodeURIComponent(qualifier)}`;
    this.#payload = Buffer.from(payload);
  }

  async describe(): Promise<LoadedFunction | undefined> {
    const { status, headers, body } = await this.#request({ method: 'GET', path: `${this.#path}/configuration${this.#query}` }, undefined, () => true).catch((error: unknown) => {
      throw new CodedError('LOAD_FAILED', `${this.#endpoint} does not answer: ${messageOf(error) || (codeOf(error) ?? '')}`, { cause: error });
    });
    const configuration = v.safeParse(v.pipe(v.string(), v.parseJson(), Configuration), body);
    if (status === 200 && configuration.success) {
      const { FunctionArn, MemorySize, Timeout, Architectures } = configuration.output;
      return { arn: FunctionArn, memoryMegabytes: MemorySize, timeoutSeconds: Timeout, architecture: Architectures[0] ?? 'x86_64' };
    }
    const failure = failureOf(body);
    // What serves invocations only, such as a runtime's emulator, has other answers here.
    if (typeNameOf(headers) !== 'ResourceNotFoundException') return undefined;
    throw new CodedError('LOAD_FAILED', printable(`ResourceNotFoundException: ${failure?.message ?? failure?.Message ?? ''}`));
  }

  async invoke(): Promise<LoadOutcome> {
    try {
      const options = { method: 'POST', path: `${this.#path}/invocations${this.#query}` };
      const { status, headers, body } = await this.#request(options, this.#payload, (code) => code === 429);
      if (status === 429) return { type: 'throttled', reason: failureOf(body)?.Reason };
      if (status !== 200) return { type: 'failed', code: typeNameOf(headers) ?? `HTTP ${status}` };
      return { type: headers['x-amz-function-error'] === undefined ? 'succeeded' : 'functionError' };
    } catch (error) {
      return { type: 'failed', code: codeOf(error) ?? 'UNKNOWN' };
    }
  }

  dispose(): void {
    this.#agent.destroy();
  }

  #request(options: http.RequestOptions, payload: Buffer | undefined, reads: (status: number) => boolean): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const headers = payload === undefined ? {} : { 'content-type': 'application/json', 'content-length': payload.length };
      const request = this.#send({ ...this.#base, ...options, headers }, (response) => {
        const status = response.statusCode ?? 0;
        let body = '';
        const read = (chunk: string): void => void (body += body.length < mostRead ? chunk : '');
        if (reads(status)) response.setEncoding('utf8').on('data', read);
        else response.resume();
        response.on('error', reject).on('end', () => resolve({ status, headers: response.headers, body }));
      });
      request.on('error', reject).end(payload);
    });
  }
}

/** Lambda's name of an error. */
function typeNameOf(headers: http.IncomingHttpHeaders): string | undefined {
  const name = headers['x-amzn-errortype'];
  return typeof name === 'string' ? name.split(':', 1)[0] : undefined;
}

function failureOf(body: string): v.InferOutput<typeof Failure> | undefined {
  const failure = v.safeParse(v.pipe(v.string(), v.parseJson(), Failure), body);
  return failure.success ? failure.output : undefined;
}
