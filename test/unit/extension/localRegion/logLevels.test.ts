import { expect, it } from 'vitest';
import { logAtItsLevel } from '../../../../src/extension/localRegion/logLevels.ts';

it.each([
  { line: 'error: it broke', expected: 'error|it broke' },
  { line: 'warning: it may break', expected: 'warn|it may break' },
  { line: 'listening', expected: 'info|listening' },
  { line: 'no error: here', expected: 'info|no error: here' },
])('$line', ({ line, expected }) => {
  const seen: string[] = [];
  const at = (level: string) => (message: string) => seen.push(`${level}|${message}`);
  logAtItsLevel({ debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') }, line);
  expect(seen).toEqual([expected]);
});
