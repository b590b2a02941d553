/** Time in ticks: whole numbers of them make a second. */
export interface Ticks {
  readonly perSecond: number;
  /** Of the whole scenario. */
  readonly count: number;
  readonly ms: number;
}
