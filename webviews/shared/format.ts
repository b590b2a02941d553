/** Replaces `{0}`, `{1}` … by the values. */
export function fill(template: string, ...values: readonly (string | number)[]): string {
  return template.replace(/\{(\d+)\}/g, (placeholder, index: string) => String(values[Number(index)] ?? placeholder));
}

/** Numbers, durations and times, in the user's language. */
export class Formats {
  readonly #count: Intl.NumberFormat;
  readonly #digits: readonly Intl.NumberFormat[];
  readonly #plain: Intl.NumberFormat;
  readonly #compact: Intl.NumberFormat;
  readonly #share: Intl.NumberFormat;
  readonly #money: Intl.NumberFormat;
  readonly #smallMoney: Intl.NumberFormat;
  readonly #clock: Intl.DateTimeFormat;
  readonly #fineClock: Intl.DateTimeFormat;
  readonly #minuteClock: Intl.DateTimeFormat;
  readonly #moment: Intl.DateTimeFormat;

  constructor(locale: string, timeZone?: string) {
    const zone = timeZone === undefined ? {} : { timeZone };
    const time = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', ...zone } as const;
    this.#count = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
    this.#digits = [0, 1, 2].map((digits) => new Intl.NumberFormat(locale, { minimumFractionDigits: digits, maximumFractionDigits: digits }));
    this.#plain = new Intl.NumberFormat(locale, { maximumFractionDigits: 2 });
    this.#compact = new Intl.NumberFormat(locale, { notation: 'compact', maximumSignificantDigits: 3 });
    this.#share = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 });
    // Prices are in US dollars, whatever the language.
    this.#money = new Intl.NumberFormat(locale, { style: 'currency', currency: 'USD', currencyDisplay: 'narrowSymbol', maximumFractionDigits: 2 });
    this.#smallMoney = new Intl.NumberFormat(locale, { style: 'currency', currency: 'USD', currencyDisplay: 'narrowSymbol', minimumFractionDigits: 0, maximumSignificantDigits: 2 });
    this.#clock = new Intl.DateTimeFormat(locale, { ...time, second: '2-digit' });
    this.#fineClock = new Intl.DateTimeFormat(locale, { ...time, second: '2-digit', fractionalSecondDigits: 1 });
    this.#minuteClock = new Intl.DateTimeFormat(locale, time);
    this.#moment = new Intl.DateTimeFormat(locale, { ...time, year: 'numeric', month: 'short', day: 'numeric', second: '2-digit' });
  }

  count(value: number): string {
    return this.#count.format(value);
  }

  /** As many digits as say something: `0.25`, `3.4`, `120`, `12,345`, `1.23M`. */
  amount(value: number): string {
    if (value >= 1e6) return this.#compact.format(value);
    return value >= 99.95 ? this.#count.format(value) : this.#plain.format(value < 9.995 ? value : Math.round(value * 10) / 10);
  }

  /** `63%`. */
  share(value: number): string {
    return this.#share.format(value);
  }

  /** US dollars: `$12.34`, `$0.0012`. */
  money(dollars: number): string {
    return (dollars >= 0.0995 || dollars === 0 ? this.#money : this.#smallMoney).format(dollars);
  }

  /** Three digits: `1.23 ms`, `45.6 ms`, `789 ms`, `1.23 s`, `2 min 5 s`. */
  duration(ms: number): string {
    if (ms < 999.5) return `${this.#threeDigits(ms)} ms`;
    if (ms < 59_950) return `${this.#threeDigits(ms / 1000)} s`;
    const seconds = Math.round(ms / 1000);
    return seconds % 60 === 0 ? `${seconds / 60} min` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  }

  /** Coarser: `12.3 s`, `2 min 5 s`. */
  ago(ms: number): string {
    return ms < 59_950 ? `${this.#digits[1]?.format(ms / 1000) ?? ''} s` : this.duration(ms);
  }

  /** For an axis of round values: `0.1 ms`, `1 ms`, `10 s`, `100 s`. */
  roundDuration(ms: number): string {
    return ms < 1000 ? `${ms} ms` : `${ms / 1000} s`;
  }

  /** `14:05:09`. */
  clock(at: number): string {
    return this.#clock.format(at);
  }

  /** `14:05:09.3`. */
  fineClock(at: number): string {
    return this.#fineClock.format(at);
  }

  /** `Jan 31, 2026, 14:05:09`. */
  moment(at: number): string {
    return this.#moment.format(at);
  }

  /** `14:05`. */
  minuteClock(at: number): string {
    return this.#minuteClock.format(at);
  }

  #threeDigits(value: number): string {
    const digits = value < 9.995 ? 2 : value < 99.95 ? 1 : 0;
    return this.#digits[digits]?.format(value) ?? String(value);
  }
}
