import { describe, expect, test } from 'vitest';
import type { TrafficShape } from '../../../../src/lambda/scaling/traffic/traffic.ts';
import { parseCommandLine } from '../../../../src/runner/cli/commandLine.ts';
import { distribution, trafficShape } from '../../../../src/runner/cli/simulateTraffic.ts';

const least = ['--rps', '100', '--for', '10m', '--duration', '200ms', '--init', '400ms'];
const fn = {
  name: 'function',
  memoryMegabytes: 128,
  timeoutSeconds: 900,
  duration: { type: 'constant', ms: 200 },
  init: { type: 'constant', ms: 400 },
};
const source = {
  type: 'options',
  traffic: { type: 'shape', shape: { type: 'constant', rps: 100 } },
  seconds: 600,
  spacing: 'poisson',
  scenario: { account: { concurrency: 1000 } },
  fn,
};
const command = { type: 'simulate', source, seed: undefined, mode: undefined, json: false };

test.each<[string[], object]>([
  [['s.yaml'], { ...command, source: { type: 'file', file: 's.yaml' } }],
  [['s.yaml', '--seed', '3', '--mode', 'fluid', '--json'], { ...command, source: { type: 'file', file: 's.yaml' }, seed: 3, mode: 'fluid', json: true }],
  [least, command],
  [
    [...least, '--memory', '512', '--reserved', '0', '--provisioned', '5', '--architecture', 'arm64', '--timeout', '3s', '--idle', '5m'],
    {
      ...command,
      source: {
        ...source,
        fn: { ...fn, memoryMegabytes: 512, reserved: 0, provisioned: { type: 'fixed', count: 5 }, architecture: 'arm64', timeoutSeconds: 3, idleSeconds: 300 },
      },
    },
  ],
  [
    [...least, '--account', '200', '--rate-scale', '0.1', '--spacing', 'even'],
    { ...command, source: { ...source, spacing: 'even', scenario: { account: { concurrency: 200 }, rateScale: 0.1 } } },
  ],
  [
    ['--csv', 't.csv', '--csv-step', '5m', '--duration', '200ms', '--init', '400ms'],
    { ...command, source: { ...source, traffic: { type: 'csv', file: 't.csv', stepSeconds: 300 }, seconds: undefined } },
  ],
])('simulate %j', (args, expected) => {
  expect(parseCommandLine(['simulate', ...args])).toEqual(expected);
});

test.each<[string[], string]>([
  [[], 'simulate wants a scenario'],
  [['a', 'b'], 'simulate wants one scenario'],
  [['a', '--rps', '1'], '--rps is for simulating without a file'],
  [[...least, '--csv', 't.csv'], 'one of --rps, --traffic and --csv'],
  [least.slice(0, 2), 'simulate wants --for'],
  [least.slice(0, 4), 'simulate wants --duration'],
  [least.slice(0, 6), 'simulate wants --init'],
  [[...least, '--memory', '64'], '--memory wants a whole number from 128 to 10240'],
  [[...least, '--timeout', '16m'], '--timeout wants a time'],
  [[...least, '--provisioned', '0'], '--provisioned wants'],
  [[...least, '--mode', 'quick'], '--mode wants exact or fluid'],
  [[...least, '--architecture', 'mips'], '--architecture wants'],
  [[...least, '--fly'], '--fly'],
])('simulate %j is refused', (args, message) => {
  expect(() => parseCommandLine(['simulate', ...args])).toThrow(expect.objectContaining({ code: 'USAGE', message: expect.stringContaining(message) }));
});

describe('traffic', () => {
  test.each<[string, TrafficShape]>([
    ['constant:0.5', { type: 'constant', rps: 0.5 }],
    ['ramp:10,200', { type: 'ramp', fromRps: 10, toRps: 200 }],
    ['ramp:10,200,30s', { type: 'ramp', fromRps: 10, toRps: 200, overSeconds: 30 }],
    ['step:0s=10,1m=200', { type: 'step', steps: [{ atSeconds: 0, rps: 10 }, { atSeconds: 60, rps: 200 }] }],
    ['spike:10,500,60s,30s', { type: 'spike', baseRps: 10, peakRps: 500, atSeconds: 60, forSeconds: 30 }],
    ['daily:10,200,14', { type: 'daily', lowRps: 10, highRps: 200, highHour: 14 }],
  ])('%s', (text, expected) => {
    expect(trafficShape(text)).toEqual(expected);
  });

  test.each(['100', 'constant', 'constant:', 'wave:1,2', 'toString:1', 'ramp:10', 'ramp:1,2,3s,4', 'step:10', 'step:1m=1,1s=2', 'step:1s=2=3', 'spike:1,2,3', 'daily:1,2,25', 'constant:-1'])(
    '%s is refused',
    (text) => {
      expect(() => trafficShape(text)).toThrow(expect.objectContaining({ code: 'USAGE' }));
    },
  );
});

describe('a distribution', () => {
  test.each([
    ['200ms', { type: 'constant', ms: 200 }],
    ['0ms', { type: 'constant', ms: 0 }],
    ['200ms,1s', { type: 'logNormal', medianMs: 200, p99Ms: 1000 }],
  ])('%s', (text, expected) => {
    expect(distribution('--duration', text)).toEqual(expected);
  });

  test.each(['200', '1h', '0ms,1s', '2s,1s', '1s,2s,3s', ','])('%s is refused', (text) => {
    expect(() => distribution('--duration', text)).toThrow(expect.objectContaining({ code: 'USAGE', message: expect.stringContaining('--duration wants') }));
  });
});
