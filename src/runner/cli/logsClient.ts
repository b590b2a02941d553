import * as v from 'valibot';
import { CodedError, messageOf } from '../../common/codedError.ts';

const Page = v.object({
  events: v.array(v.object({ eventId: v.string(), timestamp: v.number(), message: v.string() })),
  nextToken: v.optional(v.string()),
});
export type LogPage = v.InferOutput<typeof Page>;

const Failure = v.object({ __type: v.string(), message: v.optional(v.string()) });
const Configuration = v.object({ LoggingConfig: v.object({ LogGroup: v.string() }) });

/** The Logs API of a region, so far as `logs` needs it. What it throws is CodedError `LOGS_FAILED`; its details hold the service's `type`. */
export class LogsClient {
  readonly #endpoint: string;
  readonly #signal: AbortSignal;

  constructor(endpoint: string, signal: AbortSignal) {
    this.#endpoint = endpoint;
    this.#signal = signal;
  }

  async filterLogEvents(input: Readonly<Record<string, unknown>>): Promise<LogPage> {
    const response = await this.#fetch('/', {
      method: 'POST',
      headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': 'Logs_20140328.FilterLogEvents' },
      body: JSON.stringify(input),
    });
    const body: unknown = await response.json().catch(() => undefined);
    const page = v.safeParse(Page, body);
    if (response.ok && page.success) return page.output;
    const failure = v.safeParse(Failure, body);
    const [type, message] = failure.success ? [failure.output.__type, failure.output.message] : [`HTTP ${response.status}`, 'This is no Local region.'];
    throw new CodedError('LOGS_FAILED', `${type}: ${message ?? ''}`, { details: { type } });
  }

  /** The log group of a function; undefined where nobody knows the function. */
  async groupOf(functionName: string): Promise<string | undefined> {
    const response = await this.#fetch(`/2015-03-31/functions/${encodeURIComponent(functionName)}/configuration`, {});
    const configuration = v.safeParse(Configuration, await response.json().catch(() => undefined));
    return configuration.success ? configuration.output.LoggingConfig.LogGroup : undefined;
  }

  async #fetch(path: string, init: RequestInit): Promise<Response> {
    try {
      return await fetch(new URL(path, this.#endpoint), { ...init, signal: this.#signal });
    } catch (error) {
      const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
      throw new CodedError('LOGS_FAILED', `The Local region at ${this.#endpoint} does not answer: ${messageOf(cause)}`, { cause: error });
    }
  }
}
