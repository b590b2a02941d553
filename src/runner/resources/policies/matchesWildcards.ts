/**
 * Whether a text is as a pattern of IAM says: `*` stands for any characters, `?` for one. Takes no longer than the lengths
 * multiplied, whatever the pattern.
 */
export function matchesWildcards(pattern: string, text: string): boolean {
  let at = 0;
  let star = -1;
  /** Up to where the last star reaches. */
  let reach = 0;
  for (let index = 0; index < text.length; ) {
    const character = pattern[at];
    if (character === '*') {
      star = at;
      reach = index;
      at += 1;
    } else if (character === '?' || character === text[index]) {
      at += 1;
      index += 1;
    } else if (star >= 0) {
      reach += 1;
      index = reach;
      at = star + 1;
    } else return false;
  }
  return /^\**$/.test(pattern.slice(at));
}
