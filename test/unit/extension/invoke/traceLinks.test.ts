import { expect, it } from 'vitest';
import { traceLinks } from '../../../../src/extension/invoke/traceLinks.ts';

const cases: readonly { readonly name: string; readonly text: string; readonly expected: readonly string[] }[] = [
  { name: 'a frame of Node.js', text: '    at exports.handler (/app/src/a.js:10:13)', expected: ['/app/src/a.js 10 13 ← /app/src/a.js:10:13'] },
  { name: 'a frame in JSON', text: '    "    at /app/a.js:10:13",', expected: ['/app/a.js 10 13 ← /app/a.js:10:13'] },
  { name: 'a path with spaces', text: 'at f (C:\\My App\\a.js:1:2)', expected: ['C:\\My App\\a.js 1 2 ← C:\\My App\\a.js:1:2'] },
  { name: 'a path of Windows in JSON', text: '"at f (C:\\\\App\\\\a.js:1:2)"', expected: ['C:\\App\\a.js 1 2 ← C:\\\\App\\\\a.js:1:2'] },
  { name: 'an ES module', text: '    at file:///C:/app/a.mjs:3:4', expected: ['file:///C:/app/a.mjs 3 4 ← file:///C:/app/a.mjs:3:4'] },
  { name: 'a syntax error', text: 'x\n/app/a.js:11\n  await', expected: ['/app/a.js 11 - ← /app/a.js:11'] },
  { name: 'a frame of Python', text: '  File "/app/my main.py", line 7, in handler', expected: ['/app/my main.py 7 - ← /app/my main.py", line 7'] },
  { name: 'a frame of Python in JSON', text: '"  File \\"/app/m.py\\", line 7, in h\\n"', expected: ['/app/m.py 7 - ← /app/m.py\\", line 7'] },
  {
    name: 'several, in order',
    text: '  File "/b.py", line 2\nat (/a.js:1:1)',
    expected: ['/b.py 2 - ← /b.py", line 2', '/a.js 1 1 ← /a.js:1:1'],
  },
  { name: 'neither built-in modules nor times', text: 'at (node:internal/a:1:2) 2026-11-21T12:03:21 http://127.0.0.1:80', expected: [] },
];

it.each(cases)('finds $name', ({ text, expected }) => {
  const found = traceLinks(text).map(({ file, line, column, start, end }) => `${file} ${line} ${column ?? '-'} ← ${text.slice(start, end)}`);
  expect(found).toEqual(expected);
});
