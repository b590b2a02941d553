import type { LambdaApi, StreamRequest, StreamResult } from '../../aws/lambdaApi.ts';
import type { Clock } from '../../common/clock.ts';
import { codeOf, messageOf } from '../../common/codedError.ts';
import { l10n } from 'vscode';
import type { FunctionTarget } from '../connections/lambdaConnection.ts';
import type { GrowingText } from './growingText.ts';
import { StreamReport } from './streamReport.ts';

export interface ShownStreamOptions {
  readonly target: FunctionTarget;
  readonly clock: Clock;
  /** Opens the editor, once there is something to show. */
  readonly open: (options: { readonly preserveFocus: boolean }) => GrowingText;
  /** An answer that comes later takes the focus from nobody. */
  readonly attentionMs: number;
}

/** One streamed response, shown as it arrives. */
export class ShownStream {
  readonly #options: ShownStreamOptions;

  constructor(options: ShownStreamOptions) {
    this.#options = options;
  }

  /** Undefined where it was broken off after it had begun, which its editor says. Throws CodedError where it did not begin. */
  async run(api: Pick<LambdaApi, 'invokeStream'>, request: StreamRequest, signal: AbortSignal): Promise<StreamResult | undefined> {
    const { target, clock, open, attentionMs } = this.#options;
    const began = clock.monotonic();
    const elapsed = () => clock.monotonic() - began;
    let shown: GrowingText | undefined;
    const report = new StreamReport((text) => shown?.append(text));
    const cancelled = () => report.breakOff(l10n.t('Cancelled.'), elapsed());
    signal.addEventListener('abort', cancelled, { once: true });
    try {
      const result = await api.invokeStream(
        request,
        {
          onStart: (start) => {
            shown = open({ preserveFocus: elapsed() > attentionMs });
            report.start(target, start, elapsed());
          },
          onChunk: (bytes) => report.chunk(bytes),
        },
        signal,
      );
      report.end(result);
      return result;
    } catch (error) {
      if (shown === undefined) throw error;
      if (codeOf(error) !== 'cancelled') report.breakOff(messageOf(error), elapsed());
      return undefined;
    } finally {
      signal.removeEventListener('abort', cancelled);
      shown?.draw();
    }
  }
}
