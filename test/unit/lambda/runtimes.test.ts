import { Runtime } from '@aws-sdk/client-lambda';
import { describe, expect, test } from 'vitest';

import { creatableRuntimes, enumeratedRuntimes, retiredRuntimes, supportsSnapStart } from '../../../src/lambda/runtimes.ts';

describe('SnapStart', () => {
  test.each([
    ['java8.al2', false],
    ['java11', true],
    ['java25', true],
    ['java17.al2023', true],
    ['java8.al2023', false],
    ['python3.9', false],
    ['python3.11', false],
    ['python3.12', true],
    ['python3.14', true],
    ['dotnet6', false],
    ['dotnet8', true],
    ['dotnet10', true],
    ['nodejs24.x', false],
    ['ruby3.4', false],
    ['provided.al2023', false],
    ['cobol85', false],
  ])('%s: %s', (runtime, expected) => {
    expect(supportsSnapStart(runtime)).toBe(expected);
  });
});

test('no runtime is both refused and taken, and each is one that there is or was', () => {
  const known = new Set<string>(Object.values(Runtime));
  for (const runtime of [...creatableRuntimes, ...enumeratedRuntimes]) expect(retiredRuntimes.has(runtime)).toBe(false);
  for (const runtime of [...creatableRuntimes, ...enumeratedRuntimes, ...retiredRuntimes]) expect(known).toContain(runtime);
});
