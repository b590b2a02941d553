import { l10n } from 'vscode';
import type { InvokeResult, LambdaApi, StreamRequest, StreamResult } from '../../aws/lambdaApi.ts';
import type { Clock } from '../../common/clock.ts';
import type { FunctionTarget } from '../connections/lambdaConnection.ts';
import type { FunctionLogs } from '../logs/functionLogs.ts';
import { withProgress } from '../ui/progress.ts';
import { checkedEvent, type EventText } from './eventText.ts';
import { invocationLine, invocationReport, streamLine, targetName } from './invocationReport.ts';
import type { LastEvents } from './lastEvents.ts';
import { explainRefusal, type MachineFacts } from './refusedInvocation.ts';
import type { ResultDocuments } from './resultDocuments.ts';
import { ShownStream } from './shownStream.ts';
import { explainThrottle } from './throttledInvocation.ts';

export interface InvokerParts {
  readonly clock: Clock;
  readonly lastEvents: LastEvents;
  readonly results: ResultDocuments;
  readonly logs: FunctionLogs;
  /** Asked when an invocation was refused. */
  readonly machine: () => MachineFacts;
}

/** How long a function's last log lines may follow its answer. */
const logTrailMs = 200;
/** After so long, people do something else: an answer no longer takes the focus from it. */
const attentionMs = 1000;

/** Invokes a function with an event and shows what comes of it. */
export class Invoker {
  readonly #parts: InvokerParts;
  #lastTarget: FunctionTarget | undefined;

  constructor(parts: InvokerParts) {
    this.#parts = parts;
  }

  /** Of this session. */
  get lastTarget(): FunctionTarget | undefined {
    return this.#lastTarget;
  }

  lastEvent(target: FunctionTarget): Promise<string | undefined> {
    return this.#parts.lastEvents.get(eventKey(target));
  }

  /** The event as it is sent, kept as the last one. Throws CodedError: it is not JSON. */
  async keep(target: FunctionTarget, event: EventText): Promise<string> {
    const payload = await checkedEvent(event);
    await this.#parts.lastEvents.set(eventKey(target), payload);
    return payload;
  }

  /** Undefined where the user cancelled it. Throws CodedError: the event is not JSON, or the call failed. */
  async invoke(target: FunctionTarget, event: EventText): Promise<InvokeResult | undefined> {
    const payload = await this.#prepare(target, event);
    const request = { ...requestOf(target, payload), type: 'RequestResponse' } as const;
    const result = await this.#send(target, (api, signal) => api.invoke(request, signal));
    if (result === undefined) return undefined;
    this.#log(target, result.logTail, (at) => invocationLine(result, at));
    await this.#parts.results.show(target, invocationReport(target, result), { preserveFocus: result.elapsedMs > attentionMs });
    return result;
  }

  /**
   * Shows the answer while it arrives. Undefined where the user cancelled it, or it was broken off, which the answer's editor says.
   * Throws CodedError: the event is not JSON, or the call failed before there was an answer.
   */
  async invokeStreaming(target: FunctionTarget, event: EventText): Promise<StreamResult | undefined> {
    const { clock, results } = this.#parts;
    const payload = await this.#prepare(target, event);
    const stream = new ShownStream({ target, clock, open: (options) => results.showGrowing(target, options), attentionMs });
    const result = await this.#send(target, (api, signal) => stream.run(api, requestOf(target, payload), signal));
    if (result !== undefined) this.#log(target, result.logTail, (at) => streamLine(result, at));
    return result;
  }

  async #prepare(target: FunctionTarget, event: EventText): Promise<string> {
    const payload = await this.keep(target, event);
    this.#lastTarget = target;
    return payload;
  }

  async #send<T>(target: FunctionTarget, call: (api: LambdaApi, signal: AbortSignal) => Promise<T>): Promise<T | undefined> {
    const title = l10n.t('Invoking {0}', targetName(target));
    try {
      return await withProgress(this.#parts.clock, title, async (signal) => call(await target.connection.api(), signal));
    } catch (error) {
      throw await this.#explain(error, target);
    }
  }

  #explain(error: unknown, target: FunctionTarget): Promise<unknown> {
    return explainRefusal(explainThrottle(error, target), target, this.#parts.machine());
  }

  #log({ connection, functionName }: FunctionTarget, logTail: string | undefined, lineAt: (at: Date) => string): void {
    const { clock, logs } = this.#parts;
    const append = (...texts: readonly string[]) => logs.append(connection.connection, functionName, texts.join('\n'));
    const line = lineAt(new Date(clock.now()));
    // What can be followed live is logged by the function itself; its last lines come after the answer, and this one after those.
    if (connection.live) clock.after(logTrailMs, () => append(line));
    else append(...(logTail === undefined ? [] : [logTail.trimEnd()]), line);
  }
}

function requestOf({ functionName, qualifier }: FunctionTarget, payload: string): StreamRequest {
  return { functionName, payload, ...(qualifier !== undefined && { qualifier }) };
}

/** Whatever the qualifier: events fit a function. */
function eventKey({ connection, functionName }: FunctionTarget): string {
  return `${connection.connection.id}/${functionName}`;
}
