import { expect, test } from 'vitest';
import type { FunctionScenario } from '../../../../../src/lambda/scaling/simulation/scenario.ts';
import { simulate } from '../../../../../src/lambda/scaling/simulation/simulate.ts';
import { Timeline } from '../../../../../src/lambda/scaling/timeline/timeline.ts';
import type { TimelineEvent } from '../../../../../src/lambda/scaling/timeline/timelineEvent.ts';
import { atOnce, constant, fn, scenario } from './scenarios.ts';

function eventsOf(over: Partial<FunctionScenario>, seconds: number, startedAt = 0): TimelineEvent[] {
  const events: TimelineEvent[] = [];
  simulate(scenario([fn(over)], { seconds }), { startedAt, onEvent: (event) => events.push(event) });
  return events;
}

test('tells what the Local region would tell', () => {
  const events = eventsOf({ reserved: 1, init: constant(500), idleSeconds: 2, traffic: atOnce([2, 100], [1, 2000]) }, 6, 1_000_000);
  const environment = { id: 'simulated-1', functionName: 'f', version: '$LATEST', state: 'starting', startedAt: 1_000_100 };
  const run = { functionName: 'f', environmentId: 'simulated-1' };
  expect(events).toEqual([
    {
      type: 'functionsChanged',
      at: 1_000_000,
      accountConcurrency: 1000,
      rateScale: 1,
      functions: [{ name: 'f', reservedConcurrency: 1, timeoutMs: 30_000, memoryMegabytes: 1024, architecture: 'x86_64', revision: '1', provisioned: [], aliases: [] }],
    },
    { type: 'environmentChanged', at: 1_000_100, environment },
    { type: 'invocationStarted', at: 1_000_100, requestId: 'simulated-1', ...run, cold: true },
    { type: 'throttled', at: 1_000_100, functionName: 'f', rule: 'reservedConcurrency', reason: 'ReservedFunctionConcurrentInvocationLimitExceeded' },
    { type: 'environmentChanged', at: 1_000_600, environment: { ...environment, state: 'busy', initDurationMs: 500 } },
    { type: 'invocationEnded', at: 1_001_600, requestId: 'simulated-1', ...run, durationMs: 1000, initDurationMs: 500, outcome: 'success' },
    { type: 'invocationStarted', at: 1_002_000, requestId: 'simulated-2', ...run, cold: false },
    { type: 'invocationEnded', at: 1_003_000, requestId: 'simulated-2', ...run, durationMs: 1000, outcome: 'success' },
    { type: 'environmentStopped', at: 1_005_000, id: 'simulated-1', functionName: 'f', reason: 'idle' },
  ]);
});

test('tells how far provisioned concurrency is, and what spills over', () => {
  const events = eventsOf({ provisioned: { type: 'fixed', count: 2 }, init: constant(300), traffic: atOnce([3, 1000]) }, 3);
  const states = events.flatMap((event) => (event.type === 'functionsChanged' ? [event.functions[0]?.provisioned[0]] : []));
  expect(states.at(-1)).toEqual({ qualifier: '1', requested: 2, allocated: 2, available: 2, status: 'READY' });
  expect(states).toContainEqual({ qualifier: '1', requested: 2, allocated: 0, available: 0, status: 'IN_PROGRESS' });
  expect(events.filter(({ type }) => type === 'environmentChanged')).toMatchObject([
    { at: 0, environment: { state: 'starting', provisioned: true } },
    { at: 0, environment: { state: 'starting', provisioned: true } },
    { at: 300, environment: { state: 'idle', provisioned: true, initDurationMs: 300 } },
    { at: 300, environment: { state: 'idle', provisioned: true, initDurationMs: 300 } },
    { at: 1000, environment: { state: 'starting' } },
    { at: 1300, environment: { state: 'busy', initDurationMs: 300 } },
  ]);
  expect(events.filter(({ type }) => type === 'invocationStarted')).toMatchObject([{ cold: false }, { cold: false }, { cold: true, spillover: true }]);
});

test('makes lanes that the graph draws', () => {
  const timeline = new Timeline({ since: 0, accountConcurrency: 1000, rateScale: 1, functions: [], environments: [], history: [] });
  simulate(scenario([fn({ init: constant(500), traffic: atOnce([2, 0]), timeoutSeconds: 0.8 })], { seconds: 3 }), { onEvent: (event) => timeline.append(event) });
  const lane = timeline.lane('simulated-1');
  expect(lane?.segments).toMatchObject([
    { kind: 'init', start: 0, end: 500 },
    { kind: 'invoke', start: 500, end: 1300, cold: true, outcome: 'timeout' },
  ]);
});
