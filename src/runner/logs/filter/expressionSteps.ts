/** One character of what a regular expression takes. */
export interface ExpressionStep {
  /** Tests one character. */
  readonly takes: RegExp;
  /** What comes behind it may come without it. */
  readonly skippable: boolean;
  /** It may take several. */
  readonly loops: boolean;
}

/** One side of a `|`. */
export interface Alternative {
  readonly steps: readonly ExpressionStep[];
  readonly fromStart: boolean;
  readonly toEnd: boolean;
}

/** A class in brackets, an escape, or a character that stands for itself; then how often. */
const step = /(\[\^?(?:\\.|[^\]\\])+\]|\\(?:x[0-9A-Fa-f]{2}|[^x])|[^\\[|*+?^$])(?:([*+?])|\{(\d{1,4})(,(\d{1,4})?)?\})?\??/y;

/** Reads an expression that has no groups, with its counts written out; undefined where it is none, or of more than `most` steps. */
export function parseSteps(source: string, most: number): readonly Alternative[] | undefined {
  const alternatives: Alternative[] = [];
  let left = most;
  for (const text of sidesOf(source)) {
    const fromStart = text.startsWith('^');
    const toEnd = /(?:^|[^\\])(?:\\\\)*\$$/.test(text);
    const steps = stepsOf(text.slice(fromStart ? 1 : 0, toEnd ? -1 : undefined), left);
    if (steps === undefined) return undefined;
    left -= steps.length;
    alternatives.push({ steps, fromStart, toEnd });
  }
  return alternatives;
}

function sidesOf(source: string): readonly string[] {
  const sides = [''];
  // A `|` that is escaped or in brackets is none between sides.
  for (const [piece] of source.matchAll(/\\.|\[\^?(?:\\.|[^\]\\])+\]|[^]/g)) {
    if (piece === '|') sides.push('');
    else sides[sides.length - 1] += piece;
  }
  return sides;
}

function stepsOf(text: string, most: number): readonly ExpressionStep[] | undefined {
  const steps: ExpressionStep[] = [];
  for (step.lastIndex = 0; step.lastIndex < text.length; ) {
    const [, character, sign, least, comma, greatest] = step.exec(text) ?? [];
    const takes = character === undefined ? undefined : testOf(character);
    if (takes === undefined) return undefined;
    const [from, to] = timesOf(sign, least, comma, greatest);
    if (to < from || from > most || (to !== Infinity && to > most)) return undefined;
    for (let count = 0; count < from; count += 1) steps.push({ takes, skippable: false, loops: to === Infinity && count === from - 1 });
    if (from === 0 && to === Infinity) steps.push({ takes, skippable: true, loops: true });
    const optional = to === Infinity ? 0 : to - from;
    for (let count = 0; count < optional; count += 1) steps.push({ takes, skippable: true, loops: false });
    if (steps.length > most) return undefined;
  }
  return steps;
}

const signs: Readonly<Record<string, readonly [number, number]>> = { '*': [0, Infinity], '+': [1, Infinity], '?': [0, 1] };

function timesOf(sign?: string, least?: string, comma?: string, greatest?: string): readonly [number, number] {
  const bySign = sign === undefined ? undefined : signs[sign];
  if (bySign !== undefined) return bySign;
  if (least === undefined) return [1, 1];
  if (comma === undefined) return [Number(least), Number(least)];
  return [Number(least), greatest === undefined ? Infinity : Number(greatest)];
}

/** Of one character, so that it looks at no more than that. */
function testOf(character: string): RegExp | undefined {
  try {
    return new RegExp(`^${/^[.[\\]/.test(character) ? character : `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`}$`);
  } catch {
    return undefined;
  }
}
