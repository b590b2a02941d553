import { expect, test } from 'vitest';
import { parseCommandLine } from '../../../../src/runner/cli/commandLine.ts';
import { type LoadCommand, milliseconds } from '../../../../src/runner/cli/loadCommand.ts';

const defaults: LoadCommand = {
  type: 'load',
  functionName: 'orders',
  qualifier: undefined,
  rate: 50,
  rampTo: undefined,
  seconds: 60,
  spacing: 'poisson',
  event: undefined,
  maximumInvocations: 1_000_000,
  maximumInFlight: 5_000,
  endpoint: undefined,
  profile: undefined,
  region: undefined,
  seed: 1,
  json: false,
  confirm: undefined,
};
const least = ['load', 'orders', '--rate', '50', '--for', '60s'];

test.each<[string[], Partial<LoadCommand>]>([
  [[], {}],
  [['--for', '1.5m', '--rate', '0.5', '--ramp-to', '200'], { seconds: 90, rate: 0.5, rampTo: 200 }],
  [['--spacing', 'even', '--seed', '7', '--max', '10', '--in-flight', '3'], { spacing: 'even', seed: 7, maximumInvocations: 10, maximumInFlight: 3 }],
  [['--event', '-', '--qualifier', 'live', '--json'], { event: '-', qualifier: 'live', json: true }],
  [['--profile', 'dev', '--region', 'eu-west-1', '--confirm', 'yes'], { profile: 'dev', region: 'eu-west-1', confirm: 'yes' }],
  [['--endpoint', 'http://127.0.0.1:4566'], { endpoint: 'http://127.0.0.1:4566' }],
])('load with %j', (args, expected) => {
  expect(parseCommandLine([...least, ...args])).toEqual({ ...defaults, ...expected });
});

test.each<[string[], string]>([
  [['load', '--rate', '1', '--for', '1s'], 'load wants the name of one function.'],
  [['load', 'a', 'b', '--rate', '1', '--for', '1s'], 'load wants the name of one function.'],
  [['load', 'a', '--for', '1s'], 'load wants --rate'],
  [['load', 'a', '--rate', '1'], 'load wants --for'],
  [['load', 'a', '--rate', 'fast', '--for', '1s'], '--rate wants a number'],
  [['load', 'a', '--rate', '1', '--for', '60'], '--for wants a time'],
  [['load', 'a', '--rate', '1', '--for', '2d'], '--for wants a time from 1 ms to 86400 s'],
  [[...least, '--spacing', 'odd'], '--spacing wants poisson or even'],
  [[...least, '--max', '0'], '--max wants a whole number from 1'],
  [[...least, '--region', 'europe'], '--region wants'],
  [[...least, '--endpoint', 'localhost'], '--endpoint wants a URL'],
  [[...least, '--fly'], '--fly'],
])('%j is refused', (args, message) => {
  expect(() => parseCommandLine(args)).toThrow(expect.objectContaining({ code: 'USAGE', message: expect.stringContaining(message) }));
});

test.each([
  ['200ms', 200],
  ['1.5s', 1_500],
  ['10m', 600_000],
  ['2h', 7_200_000],
  ['1d', 86_400_000],
])('%s is %d ms', (text, expected) => {
  expect(milliseconds('--for', text, 0, 1e12)).toBe(expected);
});
