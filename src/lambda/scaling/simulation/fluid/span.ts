/** A step of time, in seconds. */
export interface Span {
  readonly from: number;
  readonly to: number;
  readonly seconds: number;
}
