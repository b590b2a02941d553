import { ProgressLocation, window } from 'vscode';
import type { Clock } from '../../common/clock.ts';
import { Emitter } from '../../common/emitter.ts';
import { viewIds } from '../contributions.ts';

/** After so long, work shows a notification by which it can be cancelled. */
const patienceMs = 1000;

/**
 * Does work with progress in the Functions view, and in a notification where it takes longer, which shows what the work reports. Undefined
 * where the user cancelled it.
 */
export async function withProgress<T>(
  clock: Clock,
  title: string,
  work: (signal: AbortSignal, report: (message: string) => void) => Promise<T>,
): Promise<T | undefined> {
  const abort = new AbortController();
  const reports = new Emitter<string>();
  let last = '';
  const cancelled = new Promise<undefined>((resolve) => {
    abort.signal.addEventListener('abort', () => resolve(undefined));
  });
  const report = (message: string) => {
    last = message;
    reports.fire(message);
  };
  const result = Promise.race([cancelled, work(abort.signal, report)]);
  const settled = result.then(() => {}, () => {});
  void window.withProgress({ location: { viewId: viewIds.functions } }, () => settled);
  const late = clock.after(patienceMs, () => {
    void window.withProgress({ location: ProgressLocation.Notification, title, cancellable: true }, async (progress, token) => {
      progress.report({ message: last });
      reports.event((message) => progress.report({ message }));
      token.onCancellationRequested(() => abort.abort());
      await settled;
    });
  });
  try {
    return await result;
  } finally {
    late.dispose();
    reports.dispose();
  }
}
