import { expect, test } from 'vitest';
import { isToldBadly } from '../../../../../src/lambda/scaling/simulation/fluid/toldBadly.ts';
import type { FunctionScenario } from '../../../../../src/lambda/scaling/simulation/scenario.ts';
import { fluidFunction, fluidScenario } from './fluidScenarios.ts';

const rps = (rate: number) => ({ type: 'constant', rps: rate }) as const;
const constant = (ms: number) => ({ type: 'constant', ms }) as const;
const events = (reserved: number): FunctionScenario => fluidFunction(rps(1000), { duration: constant(100), source: { type: 'async' }, reserved });
const tracked = (ms: number): FunctionScenario =>
  fluidFunction(rps(10), { duration: constant(ms), timeoutSeconds: 900, provisioned: { type: 'autoScaling', minimum: 1, maximum: 2000, targetUtilization: 0.7 } });

test.each<readonly [string, boolean, FunctionScenario]>([
  ['calls', false, fluidFunction(rps(1000))],
  ['calls at a reservation', false, fluidFunction(rps(1000), { reserved: 100 })],
  ['a queue', true, fluidFunction(rps(10), { source: { type: 'sqs', batchSize: 10 } })],
  ['a stream', true, fluidFunction(rps(10), { source: { type: 'stream', shards: 1, batchSize: 10 } })],
  ['events far from their limit', false, events(400)],
  ['events near their limit', true, events(110)],
  ['environments that stay for minutes', false, fluidFunction(rps(10), { idleSeconds: 120 })],
  ['environments that end soon', true, fluidFunction(rps(10), { idleSeconds: 60 })],
  ['target tracking of short work', false, tracked(1000)],
  ['target tracking of long work', true, tracked(60_000)],
])('%s: %s', (_, expected, fn) => expect(isToldBadly(fluidScenario(fn))).toBe(expected));
