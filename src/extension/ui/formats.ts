const megabyte = 1024 * 1024;

/** Whole megabytes, as Lambda measures memory. */
export function formatBytes(bytes: number): string {
  return `${Math.round(bytes / megabyte)} MB`;
}

/** As short as it is still telling: `0.42 ms`, `13.4 ms`, `250 ms`, `1.25 s`. */
export function formatMilliseconds(milliseconds: number): string {
  if (milliseconds >= 1000) return `${round(milliseconds / 1000, 2)} s`;
  if (milliseconds >= 100) return `${Math.round(milliseconds)} ms`;
  return `${round(milliseconds, milliseconds >= 10 ? 1 : 2)} ms`;
}

const units = [
  { name: 'd', ms: 86_400_000 },
  { name: 'h', ms: 3_600_000 },
  { name: 'min', ms: 60_000 },
  { name: 's', ms: 1000 },
] as const;

/** In the largest unit that fits: `42 s`, `3 min`, `2 h`, `1 d`. */
export function formatAge(milliseconds: number): string {
  const unit = units.find(({ ms }) => milliseconds >= ms);
  return unit === undefined ? '0 s' : `${Math.floor(milliseconds / unit.ms)} ${unit.name}`;
}

/** A time as Lambda writes it, `2026-01-31T12:00:00.000+0000`, in the words of a language and the place where it is read. */
export function formatTime(time: string, language: string, style: 'short' | 'long', timeZone?: string): string {
  const at = new Date(time);
  if (Number.isNaN(at.getTime())) return time;
  const parts = style === 'short' ? 'short' : 'medium';
  return new Intl.DateTimeFormat(language, { dateStyle: parts, timeStyle: parts, ...(timeZone !== undefined && { timeZone }) }).format(at);
}

/** Those of the texts that are there and not empty. */
export function joined(separator: string, ...texts: readonly (string | undefined)[]): string {
  return texts.filter((text) => text !== undefined && text !== '').join(separator);
}

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
