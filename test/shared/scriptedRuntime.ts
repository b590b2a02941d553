import { systemClock } from '../../src/common/clock.ts';
import type { Clock } from '../../src/common/clock.ts';
import type { RegionEvent } from '../../src/protocol/runner.ts';
import type { EnvironmentDependencies } from '../../src/runner/environment/executionEnvironment.ts';
import { noHandlerVariables } from '../../src/runner/environment/handlerVariables.ts';
import { InitGate } from '../../src/runner/environment/initGate.ts';
import type { Invocation } from '../../src/runner/environment/invocation.ts';
import type { FunctionVersion } from '../../src/runner/resources/functionVersion.ts';
import { memoryMeterOf } from '../../src/runner/sandbox/memory.ts';
import { versionIn } from './functionVersion.ts';
import { plainIsolation } from './testIsolation.ts';

/**
 * A runtime that does as its event says, in a real process over the real Runtime API. `INIT` in its environment says how it
 * initialises: `error`, `exit`, `hang`, or well.
 */
const script = `
const base = 'http://' + process.env.AWS_LAMBDA_RUNTIME_API + '/2018-06-01/runtime';
const post = (path, body, headers) => fetch(base + path, { method: 'POST', body, headers });
const deeds = {
  echo: (id, event) => post('/invocation/' + id + '/response', JSON.stringify({ event, pid: process.pid })),
  fail: (id) => post('/invocation/' + id + '/error', '{"errorType":"E","errorMessage":"m"}', { 'Lambda-Runtime-Function-Error-Type': 'Function.E' }),
  print: (id, event) => { console.log(event.text); return deeds.echo(id, event); },
  exit: (id, event) => process.exit(event.status),
  kill: () => process.kill(process.pid, 'SIGKILL'),
  hang: () => new Promise(() => setInterval(() => {}, 1000)),
  big: (id) => post('/invocation/' + id + '/response', 'x'.repeat(6291557)),
  answerAndExit: async (id, event) => { await deeds.echo(id, event); process.exit(1); },
  answerAndHang: async (id, event) => { await deeds.echo(id, event); await deeds.hang(); },
  answerAndPrint: async (id, event) => { await deeds.echo(id, event); await new Promise((done) => setTimeout(done, 50)); console.log(event.text); },
  wait: async (id, event) => { await new Promise((done) => setTimeout(done, event.ms)); return deeds.echo(id, event); },
  variables: (id) => post('/invocation/' + id + '/response', JSON.stringify(process.env)),
};
const inits = {
  error: async () => { console.log('no luck'); await post('/init/error', '{"errorType":"Runtime.Bad","errorMessage":"bad"}', { 'Lambda-Runtime-Function-Error-Type': 'Runtime.Bad' }); process.exit(1); },
  exit: () => process.exit(7),
  hang: () => new Promise(() => setInterval(() => {}, 1000)),
};
await inits[process.env.INIT]?.();
for (;;) {
  const next = await fetch(base + '/invocation/next');
  const id = next.headers.get('lambda-runtime-aws-request-id');
  const event = await next.json();
  await deeds[event.do](id, event);
}
`;

const identity = { partition: 'aws', region: 'us-east-1', account: '000000000000' };

export function scriptedVersion(changes: { name?: string; timeout?: number; init?: string; reserved?: number; revision?: string } = {}): FunctionVersion {
  return versionIn(process.cwd(), {
    settings: {
      FunctionName: changes.name ?? 'f',
      Timeout: changes.timeout ?? 3,
      Environment: { INIT: changes.init ?? 'well', MINE: 'yes' },
    },
    revision: changes.revision ?? '1',
    ...(changes.reserved !== undefined && { reservedConcurrency: changes.reserved }),
  });
}

export const scriptedPlan = { command: process.execPath, args: ['--input-type=module', '-e', script], variables: {} };

/** What environments need, with the scripted runtime; `events` collects what they tell. */
export function scriptedDependencies(events: RegionEvent[], clock: Clock = systemClock): EnvironmentDependencies {
  return {
    clock,
    identity,
    meter: memoryMeterOf(process.platform),
    initGate: new InitGate(8),
    sink: { emit: (event) => events.push(event) },
    handlerVariables: () => Promise.resolve(noHandlerVariables),
    isolation: plainIsolation(() => Promise.resolve(scriptedPlan)),
  };
}

export function invocationOf(event: unknown, changes: Partial<Invocation> = {}): Invocation {
  return {
    requestId: crypto.randomUUID(),
    payload: Buffer.from(JSON.stringify(event)),
    invokedFunctionArn: 'arn:aws:lambda:us-east-1:000000000000:function:f',
    tail: false,
    ...changes,
  };
}
