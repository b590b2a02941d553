/** A date and time as a clock on a wall shows it, as the milliseconds that it would be in UTC. */
export type LocalTime = number;

/** A time zone by its IANA name, such as `Europe/Berlin`. */
export interface ZoneTime {
  toLocal(instant: number): LocalTime;
  /**
   * A time that comes twice is the first of them. One that a change of the clocks leaves out is as much later as they are put on;
   * AWS says no more than that it adjusts.
   */
  toInstant(local: LocalTime): number;
}

/** Undefined for a name that is none. */
export function zoneTime(name = 'UTC'): ZoneTime | undefined {
  const format = formatOf(name);
  if (format === undefined) return undefined;
  const toLocal = (instant: number): LocalTime => {
    const part = Object.fromEntries(format.formatToParts(instant).map(({ type, value }) => [type, Number(value)]));
    const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = part;
    return Date.UTC(year, month - 1, day, hour, minute, second) + (instant % 1000);
  };
  const toInstant = (local: LocalTime): number => {
    const dayMs = 86_400_000;
    // The offsets before and after a change that may be near.
    const before = toLocal(local - dayMs) - (local - dayMs);
    const after = toLocal(local + dayMs) - (local + dayMs);
    const fitting = [local - before, local - after].filter((instant) => toLocal(instant) === local);
    return fitting.length > 0 ? Math.min(...fitting) : local - before;
  };
  return { toLocal, toInstant };
}

function formatOf(name: string): Intl.DateTimeFormat | undefined {
  // Offsets such as `+01:00` are no names.
  if (!/^[A-Za-z]/.test(name)) return undefined;
  try {
    return new Intl.DateTimeFormat('en-US', {
      timeZone: name,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  } catch {
    return undefined;
  }
}
