import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as v from 'valibot';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { systemClock } from '../../../../src/common/clock.ts';
import { ExtensionSessions } from '../../../../src/runner/environment/extensions/extensionSessions.ts';
import { TelemetryService } from '../../../../src/runner/environment/telemetry/telemetryService.ts';
import { eventually } from '../../../shared/eventually.ts';
import { ServedApi } from './servedApi.ts';

const fixtures = fileURLToPath(new URL('../../../fixtures/extensions/', import.meta.url));
const line = v.looseObject({
  heard: v.optional(v.looseObject({ type: v.string() })),
  event: v.optional(v.looseObject({ eventType: v.string() })),
});
const event = { requestId: 'r1', invokedFunctionArn: 'arn:aws:lambda:us-east-1:000000000000:function:f', deadlineMs: 1 };

let folder: string;
let api: ServedApi;
let sessions: ExtensionSessions;
let telemetry: TelemetryService;
let child: ChildProcess | undefined;

async function start(external: readonly string[]): Promise<void> {
  sessions = new ExtensionSessions({
    external,
    functionName: 'f',
    functionVersion: '$LATEST',
    handler: 'index.handler',
    accountId: '000000000000',
    uuid: randomUUID,
    onRecord: (record) => telemetry.tell(Date.now(), record),
  });
  telemetry = new TelemetryService({
    nameOf: (identifier) => sessions.nameOf(identifier),
    clock: systemClock,
    onRecord: (record) => telemetry.tell(Date.now(), record),
  });
  api = await ServedApi.listen(sessions, telemetry);
}

function run(script: string, more: Record<string, string> = {}): Promise<number | null> {
  const output = join(folder, 'output');
  const env = { AWS_LAMBDA_RUNTIME_API: api.address, EXTENSION_OUTPUT: output, INTERNAL_EXTENSION_OUTPUT: output, ...more };
  const started = spawn(process.execPath, [join(fixtures, script)], { env, stdio: 'ignore' });
  child = started;
  return new Promise((resolve) => started.once('exit', (code) => resolve(code)));
}

async function written(): Promise<v.InferOutput<typeof line>[]> {
  const text = await readFile(join(folder, 'output'), 'utf8').catch(() => '');
  return text
    .split('\n')
    .filter((each) => each !== '')
    .map((each) => v.parse(line, JSON.parse(each)));
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'extension-'));
  child = undefined;
});

afterEach(async () => {
  child?.kill('SIGKILL');
  telemetry.dispose();
  sessions.dispose();
  await api.close();
  await rm(folder, { recursive: true, force: true });
});

describe('a real extension', () => {
  test('lives from its registration to its shutdown, and hears telemetry', async () => {
    await start(['telemetry-writer.mjs']);
    telemetry.tell(0, { type: 'function', record: 'before' });
    const exit = run('telemetry-writer.mjs');
    await sessions.registered;
    sessions.closeRegistration();
    await sessions.ready();
    telemetry.closeSubscriptions();
    await sessions.invoke(event);
    telemetry.tell(0, { type: 'platform.end', record: { requestId: 'r1' } });
    telemetry.tell(0, { type: 'platform.start', record: { requestId: 'r2', version: '1' } });
    await telemetry.flush(5000);
    sessions.shutdown('spindown', 2000);
    expect(await exit).toBe(0);
    const lines = await written();
    const heard = lines.flatMap((each) => each.heard?.type ?? []);
    expect(heard).toEqual(['function', 'platform.telemetrySubscription', 'platform.extension', 'platform.start']);
    expect(lines.flatMap((each) => each.event?.eventType ?? [])).toEqual(['INVOKE', 'SHUTDOWN']);
    expect(lines.find((each) => 'registered' in each)).toEqual({
      registered: { accountId: '000000000000', functionName: 'f', functionVersion: '$LATEST', handler: 'index.handler' },
    });
  });

  test.each([
    ['crash-at-start', 'Extension.Crash', 3],
    ['init-error', 'Extension.InitError', 1],
  ])('that fails by %s', async (fault, errorType, code) => {
    await start(['telemetry-writer.mjs']);
    const exit = await run('telemetry-writer.mjs', { EXTENSION_FAULT: fault });
    expect(exit).toBe(code);
    sessions.exited('telemetry-writer.mjs', `exit status ${code}`);
    await expect(sessions.failed).resolves.toMatchObject({ errorType });
  });

  test.each([
    ['exit-error', 'Extension.ExitError', 1],
    ['crash-on-invoke', 'Extension.Crash', 4],
  ])('that fails by %s in an invocation', async (fault, errorType, code) => {
    await start(['telemetry-writer.mjs']);
    const exit = run('telemetry-writer.mjs', { EXTENSION_FAULT: fault });
    await sessions.registered;
    await sessions.ready();
    void sessions.invoke(event);
    expect(await exit).toBe(code);
    sessions.exited('telemetry-writer.mjs', `exit status ${code}`);
    await expect(sessions.failed).resolves.toMatchObject({ errorType });
  });

  test('inside of the runtime hears invocations', async () => {
    await start([]);
    void run('internal-extension.mjs');
    await eventually(() => sessions.stateOf('internal-extension') === 'Ready' || undefined);
    sessions.closeRegistration();
    await sessions.ready();
    await sessions.invoke(event);
    const lines = await eventually(async () => {
      const all = await written();
      return all.some((each) => each.event !== undefined) ? all : undefined;
    });
    expect(lines.at(-1)?.event).toMatchObject({ eventType: 'INVOKE', requestId: 'r1' });
  });
});
