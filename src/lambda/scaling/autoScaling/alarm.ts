/** Of a data point, a minute each: a number, or null where there is none. */
export type DataPoint = number | null;

export type AlarmState = 'ALARM' | 'OK' | 'INSUFFICIENT_DATA';

/** CloudWatch looks so far beyond the data points it needs, for some that are missing. Source: its guide's examples, five for three. */
const further = 2;

/** A CloudWatch alarm over one-minute data points of which as many as `points` must breach, with missing data left missing. */
export class Alarm {
  readonly #points: number;
  readonly #breaches: (value: number) => boolean;
  /** The last ones, oldest first. */
  readonly #range: DataPoint[] = [];

  constructor(points: number, breaches: (value: number) => boolean) {
    this.#points = points;
    this.#breaches = breaches;
  }

  /**
   * Takes the next minute's data point. Source of the rules: CloudWatch User Guide, "How alarm state is evaluated when data is
   * missing": the latest data points that are there count; where they are too few, those that breach make an alarm once the oldest
   * of them is as old as `points` minutes with nothing better since.
   */
  push(point: DataPoint): AlarmState {
    this.#range.push(point);
    if (this.#range.length > this.#points + further) this.#range.shift();
    const there = this.#range.filter((value) => value !== null);
    if (there.length === 0) return 'INSUFFICIENT_DATA';
    if (there.length >= this.#points) return there.slice(-this.#points).every(this.#breaches) ? 'ALARM' : 'OK';
    if (this.#oldestBreach() >= this.#points) return 'ALARM';
    return there.every(this.#breaches) ? 'INSUFFICIENT_DATA' : 'OK';
  }

  /** Age in minutes, 1 for the latest, of the oldest breach with nothing but breaches and gaps since; 0 where there is none. */
  #oldestBreach(): number {
    let oldest = 0;
    for (let age = 1; age <= this.#range.length; age++) {
      const value = this.#range.at(-age) ?? null;
      if (value === null) continue;
      if (!this.#breaches(value)) break;
      oldest = age;
    }
    return oldest;
  }
}
