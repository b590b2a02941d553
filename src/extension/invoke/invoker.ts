import { l10n } from 'vscode';
import type { InvokeResult } from '../../aws/lambdaApi.ts';
import type { Clock } from '../../common/clock.ts';
import type { FunctionTarget } from '../connections/lambdaConnection.ts';
import type { FunctionLogs } from '../logs/functionLogs.ts';
import { withProgress } from '../ui/progress.ts';
import { checkedEvent, type EventText } from './eventText.ts';
import { invocationLine, invocationReport, targetName } from './invocationReport.ts';
import type { LastEvents } from './lastEvents.ts';
import type { ResultDocuments } from './resultDocuments.ts';
import { explainThrottle } from './throttledInvocation.ts';

export interface InvokerParts {
  readonly clock: Clock;
  readonly lastEvents: LastEvents;
  readonly results: ResultDocuments;
  readonly logs: FunctionLogs;
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

  /** Undefined where the user cancelled it. Throws CodedError: the event is not JSON, or the call failed. */
  async invoke(target: FunctionTarget, event: EventText): Promise<InvokeResult | undefined> {
    const payload = await checkedEvent(event);
    this.#lastTarget = target;
    await this.#parts.lastEvents.set(eventKey(target), payload);
    const result = await this.#send(target, payload);
    if (result === undefined) return undefined;
    this.#log(target, result);
    await this.#parts.results.show(target, invocationReport(target, result), { preserveFocus: result.elapsedMs > attentionMs });
    return result;
  }

  async #send(target: FunctionTarget, payload: string): Promise<InvokeResult | undefined> {
    const { connection, functionName, qualifier } = target;
    const request = { functionName, payload, type: 'RequestResponse', ...(qualifier !== undefined && { qualifier }) } as const;
    const title = l10n.t('Invoking {0}', targetName(target));
    try {
      return await withProgress(this.#parts.clock, title, async (signal) => (await connection.api()).invoke(request, signal));
    } catch (error) {
      throw explainThrottle(error, target);
    }
  }

  #log({ connection, functionName }: FunctionTarget, result: InvokeResult): void {
    const { clock, logs } = this.#parts;
    const append = (...texts: readonly string[]) => logs.append(connection.connection, functionName, texts.join('\n'));
    const line = invocationLine(result, new Date(clock.now()));
    // What can be followed live is logged by the function itself; its last lines come after the answer, and this one after those.
    if (connection.live) clock.after(logTrailMs, () => append(line));
    else append(...(result.logTail === undefined ? [] : [result.logTail.trimEnd()]), line);
  }
}

/** Whatever the qualifier: events fit a function. */
function eventKey({ connection, functionName }: FunctionTarget): string {
  return `${connection.connection.id}/${functionName}`;
}
