/** Filled from the bottom, in eighths of a character. */
const eighths = [' ', '▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
const full = eighths.at(-1) ?? '';

export interface ChartSize {
  readonly width: number;
  readonly height: number;
}

/** Values over time as a picture of text: of what a column stands for, the greatest; the scale from 0 beside it, the time below. */
export function chart(values: readonly number[], seconds: number, { width, height }: ChartSize): string {
  const columns = columnsOf(values, width);
  const top = Math.max(1, ...columns);
  const label = String(Math.ceil(top));
  const lines = Array.from({ length: height }, (_, row) => {
    const below = height - 1 - row;
    const cells = columns.map((value) => cell((value / top) * height - below)).join('');
    const scale = row === 0 ? label : row === height - 1 ? '0' : '';
    return `${scale.padStart(label.length)} │${cells}`.trimEnd();
  });
  const end = timeText(seconds);
  const axis = `${' '.repeat(label.length)} └${'─'.repeat(columns.length)}`;
  return `${[...lines, axis, `${' '.repeat(label.length + 2)}0${end.padStart(columns.length - 1)}`].join('\n')}\n`;
}

/** What is there at all is seen. */
function cell(filled: number): string {
  if (filled >= 1) return full;
  return filled <= 0 ? ' ' : (eighths[Math.max(1, Math.round(filled * 8))] ?? full);
}

function columnsOf(values: readonly number[], width: number): readonly number[] {
  const columns = Math.min(width, Math.max(1, values.length));
  return Array.from({ length: columns }, (_, column) => {
    const from = Math.floor((column * values.length) / columns);
    const to = Math.max(from + 1, Math.floor(((column + 1) * values.length) / columns));
    let peak = 0;
    for (let index = from; index < to; index += 1) peak = Math.max(peak, values[index] ?? 0);
    return peak;
  });
}

const units = [
  ['d', 86_400],
  ['h', 3_600],
  ['min', 60],
  ['s', 1],
] as const;

/** Such as `90 s`, `10 min` or `1 d`, in the largest unit that it is a whole number of. */
export function timeText(seconds: number): string {
  const [name, length] = units.find(([, length]) => seconds >= length && seconds % length === 0) ?? ['s', 1];
  return `${Number((seconds / length).toFixed(3))} ${name}`;
}
