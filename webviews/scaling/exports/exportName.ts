/** A file's name that every system takes, such as `scaling-orders-2026-01-31T14-05-09`. */
export function exportName(functionName: string | undefined, at: number): string {
  const moment = new Date(at).toISOString().slice(0, 19).replaceAll(':', '-');
  const name = (functionName ?? 'all').replaceAll(/[^\w.-]/g, '_');
  return `scaling-${name}-${moment}`;
}
