import { expect, test } from 'vitest';
import { isFileMap, isIsolation, isIsolationMap, isRuntimes } from '../../../src/extension/settingTypes.ts';

test.each<[string, (value: unknown) => boolean, unknown, boolean]>([
  ['a kind of isolation', isIsolation, 'sandbox', true],
  ['an unknown kind', isIsolation, 'jail', false],
  ['what every object has', isIsolation, 'toString', false],
  ['kinds by function', isIsolationMap, { orders: 'container' }, true],
  ['an unknown kind by function', isIsolationMap, { orders: 'jail' }, false],
  ['a list', isIsolationMap, ['process'], false],
  ['files by function', isFileMap, { '*': '.env', 'or-ders_1': 'a=b' }, true],
  ['a file of no function', isFileMap, { 'a=b': '.env' }, false],
  ['a file that is no text', isFileMap, { orders: 1 }, false],
  ['executables', isRuntimes, { 'python3.12': '/usr/bin/python3' }, true],
  ['a command', isRuntimes, { 'node30.x': { command: '/n' } }, true],
  ['a whole entry', isRuntimes, { 'node30.x': { command: '/n', args: ['${handler}'], variables: { A: 'b' } } }, true],
  ['an entry without a command', isRuntimes, { 'node30.x': { args: [] } }, false],
  ['an entry with something else', isRuntimes, { 'node30.x': { command: '/n', arg: [] } }, false],
  ['an entry with numbers', isRuntimes, { 'node30.x': { command: '/n', args: [1] } }, false],
  ['nothing', isRuntimes, null, false],
])('%s', (_, is, value, expected) => {
  expect(is(value)).toBe(expected);
});
