import type { CodeSigningPageState } from '../../src/protocol/webview/codeSigning.ts';
import { signingColumns, signingCounts } from './overview/overviewRows.ts';

/** Reads what the page saved; whatever does not fit is left out, as an older page may have saved it. */
export function readPageState(saved: unknown): CodeSigningPageState {
  if (typeof saved !== 'object' || saved === null) return {};
  const { subject, sort, filter, count }: Partial<Record<keyof CodeSigningPageState, unknown>> = saved;
  const order = readOrder(sort);
  const shown = signingCounts.find((each) => each === count);
  return {
    ...(typeof subject === 'string' && { subject }),
    ...(order !== undefined && { sort: order }),
    ...(typeof filter === 'string' && { filter }),
    ...(shown !== undefined && { count: shown }),
  };
}

function readOrder(saved: unknown): CodeSigningPageState['sort'] {
  if (typeof saved !== 'object' || saved === null) return undefined;
  const { column, descending }: { column?: unknown; descending?: unknown } = saved;
  const known = signingColumns.find((each) => each === column);
  return known === undefined || typeof descending !== 'boolean' ? undefined : { column: known, descending };
}
