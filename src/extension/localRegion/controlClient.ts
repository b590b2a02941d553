import { Agent, type IncomingMessage, request } from 'node:http';
import { text } from 'node:stream/consumers';
import * as v from 'valibot';
import { CodedError, messageOf } from '../../common/codedError.ts';
import {
  ControlError,
  controlPath,
  type RegionSettings,
  StreamLine,
  type WorkspaceSync,
  WorkspaceSyncResult,
} from '../../protocol/runner.ts';
import { LineSplitter } from '../../common/lineSplitter.ts';

export interface ControlClientOptions {
  readonly endpoint: string;
  readonly token: string;
  /** Told of lines of the event stream that are none. */
  readonly onBadLine: (reason: string) => void;
}

/**
 * Speaks the control API of the Local region. Calls throw CodedError: the code that the region gave, or `REGION_UNREACHABLE`.
 */
export class ControlClient {
  readonly #options: ControlClientOptions;
  readonly #agent = new Agent({ keepAlive: true });

  constructor(options: ControlClientOptions) {
    this.#options = options;
  }

  async putWorkspace(sync: WorkspaceSync): Promise<WorkspaceSyncResult> {
    return v.parse(v.pipe(v.string(), v.parseJson(), WorkspaceSyncResult), await this.#call('PUT', '/workspace', sync));
  }

  async putSettings(settings: RegionSettings): Promise<void> {
    await this.#call('PUT', '/settings', settings);
  }

  async retire(environmentId: string): Promise<void> {
    await this.#call('POST', `/environments/${encodeURIComponent(environmentId)}/retire`);
  }

  /**
   * Delivers the event stream line by line, beginning with a snapshot; resolves when it ends or the signal aborts it.
   * Throws CodedError `REGION_STREAM_UNREADABLE` where it begins with something else: whoever waits for the snapshot would wait for ever.
   */
  async watch(onLine: (line: StreamLine) => void, signal: AbortSignal): Promise<void> {
    const response = await this.#send('GET', '/events', undefined, signal);
    await new Promise<void>((resolve, reject) => {
      let begun = false;
      const lines = new LineSplitter((json) => {
        if (json === '') return;
        const line = v.safeParse(v.pipe(v.string(), v.parseJson(), StreamLine), json);
        if (line.success) onLine(line.output);
        else {
          const reason = v.summarize(line.issues);
          this.#options.onBadLine(reason);
          if (!begun) response.destroy(unreadable(reason));
        }
        begun = true;
      });
      response.setEncoding('utf8').on('data', (chunk: string) => lines.push(chunk));
      // The end of the stream is the end of the process, which is told elsewhere with its reason.
      response.on('error', (error) => error instanceof CodedError && reject(error)).on('close', resolve);
    });
  }

  dispose(): void {
    this.#agent.destroy();
  }

  async #call(method: string, path: string, body?: unknown): Promise<string> {
    const response = await this.#send(method, path, body);
    return readText(response);
  }

  async #send(method: string, path: string, body?: unknown, signal?: AbortSignal): Promise<IncomingMessage> {
    const response = await this.#open(method, path, body === undefined ? undefined : JSON.stringify(body), signal);
    const status = response.statusCode ?? 0;
    if (status < 400) return response;
    const error = v.safeParse(v.pipe(v.string(), v.parseJson(), ControlError), await readText(response));
    if (error.success) throw new CodedError(error.output.code, error.output.message);
    throw new CodedError('REGION_UNREACHABLE', `The Local runner answered ${method} ${path} with status ${status}.`, { owner: 'system' });
  }

  #open(method: string, path: string, body: string | undefined, signal: AbortSignal | undefined): Promise<IncomingMessage> {
    const { endpoint, token } = this.#options;
    const headers = { authorization: `Bearer ${token}`, ...(body !== undefined && { 'content-type': 'application/json' }) };
    return new Promise((resolve, reject) => {
      request(`${endpoint}${controlPath}${path}`, { method, headers, agent: this.#agent, ...(signal && { signal }) })
        .on('response', resolve)
        .on('error', (cause) => reject(unreachable(cause)))
        .end(body);
    });
  }
}

async function readText(response: IncomingMessage): Promise<string> {
  try {
    return await text(response);
  } catch (cause) {
    throw unreachable(cause);
  }
}

function unreadable(reason: string): CodedError {
  return new CodedError('REGION_STREAM_UNREADABLE', `The Local runner tells of itself in a way that cannot be read: ${reason}`, { owner: 'system' });
}

function unreachable(cause: unknown): CodedError {
  return new CodedError('REGION_UNREACHABLE', `The Local runner does not answer: ${messageOf(cause)}`, { owner: 'system', cause });
}
