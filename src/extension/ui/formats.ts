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

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
