/** Words, as many on a line as fit; `widthOf` measures. A word longer than a line has one to itself. */
export function annotationLines(words: readonly string[], room: number, widthOf: (text: string) => number, separator = '   '): string[] {
  const lines: string[] = [];
  for (const word of words) {
    const last = lines.at(-1);
    const joined = last === undefined ? word : `${last}${separator}${word}`;
    if (last === undefined || widthOf(joined) > room) lines.push(word);
    else lines[lines.length - 1] = joined;
  }
  return lines;
}
