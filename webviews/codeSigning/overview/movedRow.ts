const moves: Readonly<Record<string, (index: number, count: number, page: number) => number>> = {
  ArrowDown: (index) => index + 1,
  ArrowUp: (index) => index - 1,
  PageDown: (index, _, page) => index + page,
  PageUp: (index, _, page) => index - page,
  Home: () => 0,
  End: (_, count) => count - 1,
};

/** The row that a key leads to from another; undefined for keys that lead nowhere. */
export function movedRow(key: string, index: number, count: number, page: number): number | undefined {
  const to = moves[key]?.(index, count, page);
  return to === undefined || count === 0 ? undefined : Math.min(count - 1, Math.max(0, to));
}
