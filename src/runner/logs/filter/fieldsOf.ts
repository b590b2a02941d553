interface Enclosed {
  readonly open: string;
  /** Sticky, behind the opening; takes the closing too. */
  readonly rest: RegExp;
}

const enclosures: readonly Enclosed[] = [
  { open: '[', rest: /([^\]]*)\]/y },
  { open: '"', rest: /((?:[^"\\]+|\\[^])*)"/y },
];
const word = /\S+/y;
const space = /\s*/y;

/** A line's fields: separated by spaces; what stands in brackets or quotes is one. */
export function fieldsOf(text: string): readonly string[] {
  const fields: string[] = [];
  // What is closed nowhere is not looked for again at the next opening.
  const closed = new Set(enclosures);
  let at = 0;
  const take = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    const found = pattern.exec(text);
    if (found !== null) at = pattern.lastIndex;
    return found;
  };
  for (take(space); at < text.length; take(space)) {
    const enclosed = enclosures.find((one) => one.open === text[at] && closed.has(one));
    if (enclosed !== undefined) {
      at += 1;
      const inner = take(enclosed.rest)?.[1];
      if (inner !== undefined) {
        fields.push(inner);
        continue;
      }
      at -= 1;
      closed.delete(enclosed);
    }
    fields.push(take(word)?.[0] ?? '');
  }
  return fields;
}
