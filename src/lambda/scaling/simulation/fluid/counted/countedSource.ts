/**
 * Who invokes, in numbers. A tick begins; what is due ends, and what comes arrives: all ends first, or one by one where limits are near; then
 * it is finished.
 */
export interface CountedSource {
  /** Answers how many runs are due to end in the tick. */
  begin(tick: number): number;
  /** Of so many that arrive in the tick, how many come: with those that come again. Asked once, after `begin`. */
  comes(arrivals: number): number;
  /** Lets so many of them end. */
  end(tick: number, ended: number): void;
  /** Goes on after so many have ended, and with so many that come. */
  go(tick: number, ended: number, coming: number): void;
  /** Lets happen what is due besides. */
  finish(tick: number): void;
  /** All that arrives in a tick comes together: its order does not matter, or is kept by the source itself. */
  readonly gathers: boolean;
  /** What is at work at once at most, just now. */
  readonly ceiling: number;
  readonly waiting: number;
  /** Given up. */
  readonly dropped: number;
  /** Since which tick the oldest waits; Infinity where nothing does. */
  oldest(tick: number): number;
}

/** Of an amount in so many whole parts, the size of one. */
export function shareOf(amount: number, parts: number, part: number): number {
  return Math.floor((amount * (part + 1)) / parts + 1e-9) - Math.floor((amount * part) / parts + 1e-9);
}
