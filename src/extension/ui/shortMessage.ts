/** What a toast holds without filling the window. */
const longest = 200;
/** A sentence end: a name such as `nodejs24.x` or `a.js` goes on without a space. */
const sentenceEnd = /[.!?](?=\s)/g;

export interface ShortMessage {
  readonly text: string;
  /** Whether the whole message says more. */
  readonly cut: boolean;
}

/** As many whole sentences of the first line as fit a toast, at least one, which is cut where it is too long by itself. */
export function shortMessage(message: string): ShortMessage {
  const whole = message.trim();
  const [line = ''] = whole.split(/\r?\n/, 1);
  const text = line.length <= longest ? line : cutLine(line);
  return { text, cut: text !== whole };
}

function cutLine(line: string): string {
  const ends = [...line.matchAll(sentenceEnd)].map(({ index }) => index + 1);
  const end = ends.findLast((each) => each <= longest);
  if (end !== undefined) return line.slice(0, end);
  const space = line.lastIndexOf(' ', longest - 1);
  // A path may be longer than the toast, and has no spaces.
  return `${line.slice(0, space > longest / 2 ? space : longest - 1)}…`;
}
