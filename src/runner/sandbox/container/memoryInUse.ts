const units: Readonly<Record<string, number>> = {
  B: 1,
  kB: 1e3,
  KB: 1e3,
  MB: 1e6,
  GB: 1e9,
  KiB: 2 ** 10,
  MiB: 2 ** 20,
  GiB: 2 ** 30,
};

/** Bytes of what tools print as `12.5MiB / 128MiB`; undefined for anything else. */
export function memoryInUse(text: string): number | undefined {
  const [, figure, unit = ''] = /^\s*([\d.]+)\s*([A-Za-z]+)/.exec(text) ?? [];
  const factor = units[unit];
  return figure === undefined || factor === undefined ? undefined : Math.round(Number(figure) * factor);
}
