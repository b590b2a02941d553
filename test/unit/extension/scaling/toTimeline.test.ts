import { expect, it } from 'vitest';
import { toTimelineEvent, toTimelineSnapshot } from '../../../../src/extension/scaling/toTimeline.ts';
import type { EnvironmentInfo, FunctionInfo, RegionEvent, RegionState } from '../../../../src/protocol/runner.ts';

const environment: EnvironmentInfo = {
  id: 'e1', functionName: 'orders', version: '$LATEST', runtime: 'nodejs24.x', state: 'idle', pid: 4711, memoryBytes: 1, startedAt: 10,
  invocations: 3, initDurationMs: 120, lastDurationMs: 4, logStream: 'stream',
};
const drawn = { id: 'e1', functionName: 'orders', version: '$LATEST', state: 'idle', pid: 4711, startedAt: 10, initDurationMs: 120 };
const position = { file: '/w/template.yaml', line: 1, column: 2, endLine: 1, endColumn: 9 };

const check = (event: RegionEvent, expected: unknown) => expect(toTimelineEvent(event)).toEqual(expected);

it('sends no log and nothing else that is not drawn', () => {
  check({ type: 'logged', at: 1, functionName: 'orders', logGroup: 'g', logStream: 's', text: 'secret' }, undefined);
  check({ type: 'memorySampled', at: 1, samples: [['e1', 5]] }, undefined);
  check({ type: 'problemsChanged', at: 1, problems: [] }, undefined);
});

it('sends of environments and functions what is drawn', () => {
  check({ type: 'environmentChanged', at: 1, environment }, { type: 'environmentChanged', at: 1, environment: drawn });
  check({ type: 'environmentChanged', at: 1, environment: { ...environment, provisioned: true } }, { type: 'environmentChanged', at: 1, environment: { ...drawn, provisioned: true } });
  const orders = {
    name: 'orders', timeoutMs: 3000, reservedConcurrency: 0, memoryMegabytes: 512, architecture: 'arm64', revision: 'r1',
    provisioned: [{ qualifier: 'live', requested: 3, allocated: 2, available: 0, status: 'IN_PROGRESS' }],
    aliases: [{ name: 'live', version: '1', additional: { version: '2', weight: 0.1 } }],
  } satisfies FunctionInfo;
  check(
    { type: 'functionsChanged', at: 1, accountConcurrency: 100, rateScale: 0.5, functions: [{ ...orders, position }] },
    { type: 'functionsChanged', at: 1, accountConcurrency: 100, rateScale: 0.5, functions: [orders] },
  );
});

it('passes invocations and throttles on', () => {
  const throttled: RegionEvent = { type: 'throttled', at: 1, functionName: 'orders', reason: 'x', rule: 'scalingRate' };
  const spilled: RegionEvent = { type: 'invocationStarted', at: 2, requestId: 'q', functionName: 'orders', environmentId: 'e1', cold: true, spillover: true };
  check(throttled, throttled);
  check(spilled, spilled);
});

const state: RegionState = { region: 'us-east-1', account: '123456789012', startedAt: 5, accountConcurrency: 1000, rateScale: 0.5, functions: [], environments: [environment], problems: [] };

it('knows what happened from the start of the region on, where nothing has', () => {
  expect(toTimelineSnapshot({ type: 'snapshot', state, history: [] })).toEqual({ since: 5, accountConcurrency: 1000, rateScale: 0.5, functions: [], environments: [drawn], history: [] });
});

it('knows what happened from the first event on, where the history may be cut', () => {
  const history: RegionEvent[] = [
    { type: 'problemsChanged', at: 40, problems: [] },
    { type: 'throttled', at: 50, functionName: 'orders', reason: 'x', rule: 'scalingRate' },
  ];
  expect(toTimelineSnapshot({ type: 'snapshot', state, history })).toMatchObject({ since: 40, history: [{ type: 'throttled' }] });
});
