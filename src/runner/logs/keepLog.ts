import type { RegionEvent } from '../../protocol/runner.ts';
import type { LogStore } from './store/logStore.ts';

/** Keeps what an environment wrote to its log. */
export function keepLog(store: Pick<LogStore, 'append' | 'appendEvent'>, logged: Extract<RegionEvent, { type: 'logged' }>): void {
  const { logGroup, logStream, at, text, whole } = logged;
  if (whole === true) store.appendEvent(logGroup, logStream, at, text);
  else store.append(logGroup, logStream, at, text);
}
