import { expect, it } from 'vitest';
import { RegionModel } from '../../../../src/extension/localRegion/regionModel.ts';
import { RegionNotes } from '../../../../src/extension/localRegion/regionNotes.ts';
import type { EnvironmentInfo, FunctionInfo, RegionState, StreamLine } from '../../../../src/protocol/runner.ts';

const position = { file: '/shop/template.yaml', line: 3, column: 2, endLine: 3, endColumn: 9 };
const environment: EnvironmentInfo = {
  id: 'e1',
  functionName: 'orders',
  version: '$LATEST',
  runtime: 'nodejs24.x',
  state: 'starting',
  startedAt: 1000,
  invocations: 0,
  logStream: 's',
};
const empty: RegionState = { region: 'r', account: 'a', startedAt: 1, accountConcurrency: 10, rateScale: 1, functions: [], environments: [], problems: [] };

function modelAfter(...lines: readonly StreamLine[]): RegionModel {
  const model = new RegionModel();
  for (const line of lines) model.apply(line);
  return model;
}

const changed = (change: Partial<EnvironmentInfo>): StreamLine => ({ type: 'environmentChanged', at: 1, environment: { ...environment, ...change } });
const began: StreamLine = { type: 'invocationStarted', at: 2, requestId: 'q', functionName: 'orders', environmentId: 'e1', cold: false };
const over: StreamLine = { type: 'invocationEnded', at: 3, requestId: 'q', functionName: 'orders', environmentId: 'e1', durationMs: 12, outcome: 'success' };

it.each([
  { what: 'begins', lines: [changed({ state: 'idle' }), began], expected: { state: 'busy', invocations: 0 } },
  { what: 'ends', lines: [changed({ state: 'idle' }), began, over], expected: { state: 'idle', invocations: 1, lastDurationMs: 12 } },
  { what: 'ends after it was told to stop', lines: [changed({ state: 'busy' }), changed({ state: 'stopping' }), over], expected: { state: 'stopping', invocations: 1 } },
])('an environment follows an invocation that $what', ({ lines, expected }) => {
  expect(modelAfter(...lines).environments.get('e1')).toMatchObject(expected);
});

it('knows the memory last sampled, and forgets what has stopped', () => {
  const model = modelAfter(changed({}), { type: 'memorySampled', at: 2, samples: [['e1', 4096], ['gone', 1]] });
  expect(model.environments.get('e1')?.memoryBytes).toBe(4096);
  expect(model.environments.size).toBe(1);
  model.apply({ type: 'environmentStopped', at: 3, id: 'e1', functionName: 'orders', reason: 'idle' });
  model.apply(over);
  expect(model.environments.size).toBe(0);
});

it('takes a snapshot instead of what it knew, and tells', () => {
  const told: string[] = [];
  const model = modelAfter(changed({ id: 'old' }));
  model.onDidChangeFunctions(() => told.push('functions'));
  model.onDidChangeEnvironments(() => told.push('environments'));
  model.onDidChangeProblems(() => told.push('problems'));
  const orders: FunctionInfo = {
    name: 'orders', timeoutMs: 3000, memoryMegabytes: 128, architecture: 'x86_64', revision: 'r1', provisioned: [], aliases: [], position,
  };
  model.apply({ type: 'snapshot', history: [], state: { ...empty, functions: [orders], environments: [environment] } });
  expect([...model.environments.keys()]).toEqual(['e1']);
  expect(new RegionNotes(model).position('orders')).toEqual(position);
  expect(told).toEqual(['functions', 'environments', 'problems']);
  model.clear();
  expect([model.environments.size, model.functions.size]).toEqual([0, 0]);
});

it('tells the problems of each function', () => {
  const problem = { code: 'HANDLER_MISSING', severity: 'error' as const, message: 'No handler.', position };
  const notes = new RegionNotes(modelAfter({ type: 'problemsChanged', at: 1, problems: [{ ...problem, functionName: 'orders' }, problem] }));
  expect(notes.problems('orders')).toHaveLength(1);
  expect(notes.problems('worker')).toEqual([]);
  expect(notes.position('worker')).toBeUndefined();
});

it('hands on log text', () => {
  const model = new RegionModel();
  const texts: string[] = [];
  model.onDidLog(({ functionName, text }) => texts.push(`${functionName}: ${text}`));
  model.apply({ type: 'logged', at: 1, functionName: 'orders', logGroup: 'g', logStream: 's', text: 'hello' });
  expect(texts).toEqual(['orders: hello']);
});

it('tells throttles, and where nothing but provisioned environments are more, of those alone', () => {
  const model = new RegionModel();
  const told: string[] = [];
  const info = { name: 'orders', timeoutMs: 3000, memoryMegabytes: 128, architecture: 'x86_64', revision: 'one', aliases: [] } as const;
  const allocate = (allocated: number, status: 'IN_PROGRESS' | 'READY'): StreamLine => ({
    type: 'functionsChanged',
    at: 1,
    accountConcurrency: 10,
    rateScale: 1,
    functions: [{ ...info, aliases: [], provisioned: [{ qualifier: '1', requested: 2, allocated, available: 0, status }] }],
  });
  model.apply(allocate(0, 'IN_PROGRESS'));
  model.onDidThrottle(({ reason }) => told.push(reason));
  model.onDidChangeFunctions(() => told.push('functions'));
  model.onDidChangeProvisioned(() => told.push('provisioned'));
  model.apply({ type: 'throttled', at: 2, functionName: 'orders', reason: 'ConcurrentInvocationLimitExceeded', rule: 'unreservedConcurrency' });
  model.apply(allocate(1, 'IN_PROGRESS'));
  model.apply(allocate(2, 'READY'));
  expect(told).toEqual(['ConcurrentInvocationLimitExceeded', 'provisioned', 'functions', 'provisioned']);
});

it('tells deployments whose signatures failed their checks', () => {
  const model = new RegionModel();
  const told: boolean[] = [];
  model.onDidFailSignature(({ blocked }) => told.push(blocked));
  const failures = [{ part: 'orders', check: 'mismatch', reason: 'unsigned' }] as const;
  for (const blocked of [true, false]) {
    model.apply({ type: 'signatureValidationFailed', at: 1, functionName: 'orders', policy: 'Warn', blocked, failures: [...failures] });
  }
  expect(told).toEqual([true, false]);
});

it('tells that code signing has changed', () => {
  const model = new RegionModel();
  let told = 0;
  model.onDidChangeCodeSigning(() => (told += 1));
  model.apply({ type: 'codeSigningChanged', at: 1 });
  expect(told).toBe(1);
});
