import type { Disposable } from '../../common/disposable.ts';
import type { Event } from '../../common/emitter.ts';
import type { StreamLine } from '../../protocol/runner.ts';
import type { ScalingPhase } from '../../protocol/webview/scaling.ts';

/** Where the Scaling page's data comes from: the Local region. */
export interface ScalingSource {
  readonly status: { readonly phase: ScalingPhase };
  readonly onDidChangeStatus: Event<{ readonly phase: ScalingPhase }>;
  /** Follows what happens until disposed; each run of the region begins with its snapshot. */
  watch(onLine: (line: StreamLine) => void): Disposable;
}
