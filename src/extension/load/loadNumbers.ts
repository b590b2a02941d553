/** More a second, no extension host sends. */
export const fastestRate = 5_000;
/** A day. */
export const longestSeconds = 86_400;

/** What was typed as invocations a second: a number above 0. */
export function parseRate(text: string): number | undefined {
  return bounded(text, /^\d+(?:\.\d+)?$/, fastestRate, 1);
}

const unitSeconds: Readonly<Record<string, number>> = { '': 1, s: 1, m: 60, min: 60, h: 3_600 };

/** What was typed as a time, such as `60`, `90s`, `10m` or `1h`: in seconds. */
export function parseSeconds(text: string): number | undefined {
  const [, unit = ''] = /^[\d.]+\s*([a-z]*)$/.exec(text.trim()) ?? [];
  const seconds = unitSeconds[unit];
  return seconds === undefined ? undefined : bounded(text.trim().slice(0, text.trim().length - unit.length), /^\d+(?:\.\d+)?\s*$/, longestSeconds, seconds);
}

function bounded(text: string, form: RegExp, most: number, unit: number): number | undefined {
  const value = Number(text) * unit;
  return form.test(text.trim()) && value > 0 && value <= most ? value : undefined;
}
