import { expect, test } from 'vitest';
import { parseLogs } from '../../../../src/runner/cli/logsCommand.ts';

const defaults = { type: 'logs', name: 'hello', follow: false, since: { agoMs: 600_000 }, filter: undefined, endpoint: undefined };

test.each<[string[], object]>([
  [['hello'], defaults],
  [['hello', '--follow', '--filter', 'ERROR', '--endpoint', 'http://127.0.0.1:1'], { ...defaults, follow: true, filter: 'ERROR', endpoint: 'http://127.0.0.1:1' }],
  [['--since', '90s', 'hello'], { ...defaults, since: { agoMs: 90_000 } }],
  [['hello', '--since', '3d'], { ...defaults, since: { agoMs: 259_200_000 } }],
  [['hello', '--since', '2026-11-21T09:00:00Z'], { ...defaults, since: { at: Date.UTC(2026, 10, 21, 9) } }],
])('%j', (args, expected) => {
  expect(parseLogs(args)).toEqual(expected);
});

test.each<[string[], string]>([
  [[], 'logs wants the name of one function.'],
  [['a', 'b'], 'logs wants the name of one function.'],
  [['a', '--since', 'yesterday'], '--since wants a time'],
  [['a', '--since', '10y'], '--since wants a time'],
  [['a', '--fly'], '--fly'],
])('%j is refused', (args, message) => {
  expect(() => parseLogs(args)).toThrow(expect.objectContaining({ code: 'USAGE', message: expect.stringContaining(message) }));
});
