import { afterEach, describe, expect, it } from 'vitest';
import type { Clock } from '../../../../src/common/clock.ts';
import { CodedError, codeOf } from '../../../../src/common/codedError.ts';
import { toDisposable } from '../../../../src/common/disposable.ts';
import type { LocalRegion, LocalRegionOptions } from '../../../../src/extension/localRegion/localRegion.ts';
import type { StreamLine } from '../../../../src/protocol/runner.ts';
import { regionUnderTest, standInLaunch } from './standIn.ts';

const started: { stop(): Promise<void> }[] = [];

function region(options: Partial<LocalRegionOptions> = {}) {
  const made = regionUnderTest(options);
  started.push(made.region);
  return made;
}

afterEach(async () => {
  await Promise.all(started.splice(0).map((each) => each.stop()));
});

async function refusal(work: Promise<unknown>): Promise<CodedError> {
  const error = await work.then(() => undefined, (reason: unknown) => reason);
  if (!(error instanceof CodedError)) throw new Error(`Expected a coded error, got ${String(error)}`);
  return error;
}

/** Resolves once the model has these functions: its events come on a stream of their own. */
async function functionsOf({ model }: LocalRegion, ...expected: readonly string[]): Promise<void> {
  while ([...model.functions.keys()].join() !== expected.join()) await next((listener) => model.onDidChangeFunctions(listener));
}

function next(subscribe: (listener: () => void) => unknown): Promise<void> {
  return new Promise((resolve) => {
    subscribe(resolve);
  });
}

describe('starting', () => {
  it('serves the workspace with the settings before it says that it runs', async () => {
    const { region: local, phases, log } = region();
    const endpoint = await local.start();
    expect(endpoint).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    await functionsOf(local, 'orders', 'worker');
    expect(log).toContain('settings {"idleSeconds":7}');
    expect(phases).toEqual(['starting', 'running']);
  });

  it('starts one process for all who ask at once', async () => {
    const { region: local, phases } = region();
    const endpoints = await Promise.all([local.endpoint(), local.start(), local.endpoint()]);
    expect(new Set(endpoints).size).toBe(1);
    expect(phases).toEqual(['starting', 'running']);
  });

  it('starts nothing where it is not allowed', async () => {
    const { region: local, phases } = region({
      assertAllowed: () => {
        throw new CodedError('WORKSPACE_UNTRUSTED', 'No trust.');
      },
    });
    expect((await refusal(local.endpoint())).code).toBe('WORKSPACE_UNTRUSTED');
    expect((await refusal(local.restart())).code).toBe('WORKSPACE_UNTRUSTED');
    expect(phases).toEqual([]);
  });

  it.each([
    { what: 'it says why', launch: standInLaunch('--fail', 'PORT_IN_USE'), code: 'PORT_IN_USE', message: 'It says why.' },
    { what: 'it dies', launch: standInLaunch('--crash', 'its last words'), code: 'REGION_EXITED', message: 'its last words' },
    { what: 'there is no such program', launch: { command: '/nowhere/to/be/found', args: [], env: {} }, code: 'REGION_NOT_STARTED', message: '/nowhere' },
    { what: 'it tells of itself in other words', launch: standInLaunch('--foreign'), code: 'REGION_STREAM_UNREADABLE', message: 'cannot be read' },
    { what: 'it says something else', launch: { command: process.execPath, args: ['-e', 'console.log("hi"); setInterval(() => {}, 1e6)'], env: process.env }, code: 'REGION_NOT_STARTED', message: 'hi' },
  ])('fails with the reason when $what', async ({ launch, code, message }) => {
    const { region: local, phases } = region({ launch: () => launch });
    const error = await refusal(local.start());
    expect(error.code).toBe(code);
    expect(error.message).toContain(message);
    expect(phases).toEqual(['starting', 'failed']);
    // Asking for it does not try again; starting does.
    expect(codeOf(await refusal(local.endpoint()))).toBe(code);
    expect(phases).toEqual(['starting', 'failed']);
    await refusal(local.start());
    expect(phases).toEqual(['starting', 'failed', 'starting', 'failed']);
  });
});

describe('stopping', () => {
  it('ends the process, and only the user starts it again', async () => {
    const { region: local, phases } = region();
    await local.start();
    await local.stop();
    expect(phases).toEqual(['starting', 'running', 'stopping', 'stopped']);
    expect(local.model.functions.size).toBe(0);
    expect((await refusal(local.endpoint())).code).toBe('REGION_STOPPED');
    await local.start();
    expect(local.status.phase).toBe('running');
  });

  it('ends a start that is under way, and the next start works', async () => {
    const launches = [standInLaunch('--mute'), standInLaunch()];
    const { region: local, log } = region({ launch: () => launches.shift() ?? standInLaunch() });
    const starting = refusal(local.start());
    const stopping = local.stop();
    const again = local.start();
    expect((await starting).code).toBe('REGION_STOPPED');
    await stopping;
    expect(await again).toMatch(/^http/);
    expect(log.filter((line) => line.startsWith('REGION_'))).toEqual([]);
  });

  it('forces a process that does not end when asked', async () => {
    const delays: number[] = [];
    const hurried: Clock = {
      now: () => 0,
      monotonic: () => 0,
      after(delay, callback) {
        delays.push(delay);
        const timer = setImmediate(callback);
        return toDisposable(() => clearImmediate(timer));
      },
    };
    const { region: local } = region({ launch: () => standInLaunch('--stubborn'), clock: hurried });
    await local.start();
    await local.stop();
    expect(local.status.phase).toBe('stopped');
    expect(delays).toEqual([3000]);
  });

  it('restarts', async () => {
    const { region: local, phases } = region();
    const first = await local.start();
    const second = await local.restart();
    expect(second).not.toBe(first);
    expect(phases).toEqual(['starting', 'running', 'stopping', 'stopped', 'starting', 'running']);
  });

  it('does nothing when it never ran', async () => {
    const { region: local, phases } = region();
    await local.stop();
    expect(phases).toEqual([]);
  });
});

describe('running', () => {
  it('fails with what the process said last when it dies, and is not started again by itself', async () => {
    const { region: local, phases } = region();
    await local.start();
    const failed = next((listener) => local.onDidChangeStatus(listener));
    await Promise.all([refusal(local.retire('die')), failed]);
    expect(local.status).toMatchObject({ phase: 'failed', error: { code: 'REGION_EXITED' } });
    expect(codeOf(await refusal(local.endpoint()))).toBe('REGION_EXITED');
    expect(phases).toEqual(['starting', 'running', 'failed']);
    await local.start();
    expect(local.status.phase).toBe('running');
  });

  it('hands on the errors of the control API by their code', async () => {
    const { region: local } = region();
    await local.start();
    expect(await refusal(local.retire('gone'))).toMatchObject({ code: 'ENVIRONMENT_NOT_FOUND', message: 'No such environment.' });
    expect((await refusal(local.retire('unrouted'))).code).toBe('REGION_UNREACHABLE');
  });

  it('reads on after a line that it cannot read', async () => {
    const { region: local, log } = region();
    await local.start();
    const changed = next((listener) => local.model.onDidChangeProblems(listener));
    await local.retire('noise');
    await changed;
    expect(log.some((line) => line.includes('cannot be read'))).toBe(true);
  });

  it('syncs the templates that the workspace has now', async () => {
    const templates = ['one'];
    const { region: local } = region({ workspace: async () => ({ templates: [...templates] }) });
    await local.syncWorkspace();
    expect(local.status.phase).toBe('stopped');
    await local.start();
    await functionsOf(local, 'one');
    templates.push('two');
    await local.syncWorkspace();
    await functionsOf(local, 'one', 'two');
  });

  it('takes on what changes while it starts', async () => {
    let idleSeconds = 1;
    const templates = ['one'];
    const { region: local, log } = region({
      settings: () => ({ idleSeconds }),
      workspace: async () => {
        const now = [...templates];
        // Just after it was asked for.
        idleSeconds = 2;
        templates[1] = 'two';
        return { templates: now };
      },
    });
    await Promise.all([local.start(), local.applySettings(), local.syncWorkspace()]);
    await functionsOf(local, 'one', 'two');
    expect(log).toContain('settings {"idleSeconds":2}');
  });

  it('lets others follow every run, each from its snapshot', async () => {
    const { region: local } = region();
    const lines: StreamLine['type'][] = [];
    let seen = () => {};
    const watching = local.watch(({ type }) => {
      lines.push(type);
      seen();
    });
    const first = next((listener) => (seen = listener));
    await Promise.all([local.start(), first]);
    const second = next((listener) => (seen = listener));
    await Promise.all([local.restart(), second]);
    expect(lines).toEqual(['snapshot', 'snapshot']);
    watching.dispose();
    await local.restart();
    expect(lines).toEqual(['snapshot', 'snapshot']);
  });
});
