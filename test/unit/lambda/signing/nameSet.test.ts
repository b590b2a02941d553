import { describe, expect, test } from 'vitest';
import { NameSet } from '../../../../src/lambda/signing/archive/nameSet.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const random = Uint8Array.of(3, 1, 4, 1, 5, 9, 2, 6);

describe('names that have been seen', () => {
  test('are told from new ones, however many there are', () => {
    const names = new NameSet(random);
    const all = Array.from({ length: 50_000 }, (_, index) => bytes(`folder/${index}.txt`));
    expect(all.every((name) => names.add(name))).toBe(true);
    expect(all.some((name) => names.add(name))).toBe(false);
    expect(names.add(bytes('folder/another.txt'))).toBe(true);
  });

  test('whatever the random bytes are', () => {
    for (const seed of [new Uint8Array(8), new Uint8Array(8).fill(255), random]) {
      const names = new NameSet(seed);
      expect(['', 'a', 'b', 'a', ''].map((name) => names.add(bytes(name)))).toEqual([true, true, true, false, false]);
    }
  });
});
