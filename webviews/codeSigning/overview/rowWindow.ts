/** Which rows of a long table are there, and how high the rows above and below them would be. */
export interface RowWindow {
  readonly first: number;
  /** Exclusive. */
  readonly end: number;
  readonly above: number;
  readonly below: number;
}

/** Rows beyond what shows, either way, so that scrolling shows no gaps. */
const beyond = 20;
/** Windows begin at a multiple of this: the rows change now and then, and not with every pixel. */
const step = 10;

export function rowWindow(count: number, rowHeight: number, scrollTop: number, height: number): RowWindow {
  const top = Math.floor(Math.max(0, scrollTop) / rowHeight);
  const aligned = Math.floor(Math.max(0, top - beyond) / step) * step;
  const end = Math.min(count, aligned + Math.ceil(height / rowHeight) + 2 * beyond + step);
  const first = Math.max(0, Math.min(aligned, end - 1));
  return { first, end, above: first * rowHeight, below: (count - end) * rowHeight };
}
