const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** Moments, given as ISO 8601, in the user's language and time zone. */
export class SigningFormats {
  readonly collator: Intl.Collator;
  readonly #day: Intl.DateTimeFormat;
  readonly #moment: Intl.DateTimeFormat;
  readonly #time: Intl.DateTimeFormat;
  readonly #distance: Intl.RelativeTimeFormat;
  readonly #count: Intl.NumberFormat;
  readonly #list: Intl.ListFormat;

  constructor(locale: string, timeZone?: string) {
    const zone = timeZone === undefined ? {} : { timeZone };
    const day = { year: 'numeric', month: 'short', day: 'numeric', ...zone } as const;
    this.collator = new Intl.Collator(locale, { numeric: true, sensitivity: 'base' });
    this.#day = new Intl.DateTimeFormat(locale, day);
    const time = { ...day, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
    this.#time = new Intl.DateTimeFormat(locale, time);
    this.#moment = new Intl.DateTimeFormat(locale, { ...time, timeZoneName: 'short' });
    this.#distance = new Intl.RelativeTimeFormat(locale, { numeric: 'always' });
    this.#count = new Intl.NumberFormat(locale);
    this.#list = new Intl.ListFormat(locale, { type: 'conjunction' });
  }

  count(value: number): string {
    return this.#count.format(value);
  }

  list(texts: readonly string[]): string {
    return this.#list.format(texts);
  }

  /** `Jan 31, 2026`. What is no moment stays as it is. */
  day(iso: string): string {
    return formatted(this.#day, iso);
  }

  /** `Jan 31, 2026, 14:05 GMT+1`. */
  moment(iso: string): string {
    return formatted(this.#moment, iso);
  }

  /** `Jan 31, 2026, 14:05`. */
  time(iso: string): string {
    return formatted(this.#time, iso);
  }

  /** `in 40 days`, `3 days ago`: whole days up to two years, years beyond, hours within a day. */
  distance(iso: string, now: number): string {
    const ms = Date.parse(iso) - now;
    if (Number.isNaN(ms)) return iso;
    const days = Math.trunc(ms / dayMs);
    if (Math.abs(days) >= 730) return this.#distance.format(Math.trunc(days / 365.25), 'year');
    return days === 0 ? this.#distance.format(Math.trunc(ms / hourMs), 'hour') : this.#distance.format(days, 'day');
  }
}

/** Whole days until then; negative when it is past. Undefined for what is no moment. */
export function daysLeft(iso: string | undefined, now: number): number | undefined {
  const ms = iso === undefined ? Number.NaN : Date.parse(iso) - now;
  return Number.isNaN(ms) ? undefined : Math.floor(ms / dayMs);
}

/** What expires within so many days is worth a warning: three months to sign anew. */
export const soonDays = 90;

export function expiresSoon(iso: string | undefined, now: number): boolean {
  const days = daysLeft(iso, now);
  return days !== undefined && days <= soonDays;
}

function formatted(format: Intl.DateTimeFormat, iso: string): string {
  const at = Date.parse(iso);
  return Number.isNaN(at) ? iso : format.format(at);
}
