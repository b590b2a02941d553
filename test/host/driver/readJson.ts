import { readFileSync } from 'node:fs';

/** Reads the text properties of a JSON file that this project or npm has written; the answer throws where it has no such text. */
export function readTexts(file: string): (name: string) => string {
  const content: unknown = JSON.parse(readFileSync(file, 'utf8'));
  return (name) => {
    const value: unknown = typeof content === 'object' && content !== null ? Reflect.get(content, name) : undefined;
    if (typeof value !== 'string') throw new Error(`${file} names no ${name}`);
    return value;
  };
}
