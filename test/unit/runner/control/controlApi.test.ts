import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Emitter } from '../../../../src/common/emitter.ts';
import { silentLogger } from '../../../../src/common/logger.ts';
import { controlPath, type RegionEvent, type RegionSettings, type RegionState, type WorkspaceSync } from '../../../../src/protocol/runner.ts';
import { portOf } from '../../../shared/portOf.ts';
import { controlApi, type ControlledRegion } from '../../../../src/runner/control/controlApi.ts';

const state: RegionState = { region: 'us-east-1', account: '000000000000', startedAt: 1, accountConcurrency: 10, rateScale: 1, functions: [], environments: [], problems: [] };
const token = 'secret';

/** Stands for the region: records what it is asked. */
class RecordingRegion implements ControlledRegion {
  readonly events = new Emitter<RegionEvent>();
  readonly synced: WorkspaceSync[] = [];
  readonly settings: RegionSettings[] = [];
  state = (): RegionState => state;
  snapshot = (): ReturnType<ControlledRegion['snapshot']> => ({ type: 'snapshot', state, history: [] });
  subscribe = this.events.event;
  retireEnvironment = (id: string): boolean => id === 'there';
  applySettings = (settings: RegionSettings): void => void this.settings.push(settings);
  syncWorkspace = (sync: WorkspaceSync): Promise<{ functions: string[]; problems: [] }> => {
    this.synced.push(sync);
    return Promise.resolve({ functions: ['f'], problems: [] });
  };
}

let server: Server;
let region: RecordingRegion;
let base: string;

beforeEach(async () => {
  region = new RecordingRegion();
  server = createServer(controlApi({ region, token, logger: silentLogger }));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${portOf(server.address())}${controlPath}`;
});

afterEach(() => {
  server.closeAllConnections();
  server.close();
});

function ask(method: string, path: string, body?: string, given = token): Promise<Response> {
  return fetch(`${base}${path}`, { method, headers: { authorization: `Bearer ${given}` }, ...(body !== undefined && { body }) });
}

describe('the control API', () => {
  test.each(['', 'secreT', 'secret2'])('refuses the token %j', async (given) => {
    const answer = await ask('GET', '/state', undefined, given);
    expect([answer.status, await answer.json()]).toMatchObject([401, { code: 'CONTROL_TOKEN' }]);
  });

  test('answers the state', async () => {
    expect(await (await ask('GET', '/state')).json()).toEqual(state);
  });

  test('syncs the workspace', async () => {
    const answer = await ask('PUT', '/workspace', '{"templates":["/t.yaml"]}');
    expect(await answer.json()).toEqual({ functions: ['f'], problems: [] });
    expect(region.synced).toEqual([{ templates: ['/t.yaml'] }]);
  });

  test('takes settings', async () => {
    await ask('PUT', '/settings', '{"idleSeconds":5}');
    expect(region.settings).toEqual([{ idleSeconds: 5 }]);
  });

  test.each([
    ['PUT', '/workspace', '{"templates":3}'],
    ['PUT', '/workspace', 'nonsense'],
    ['PUT', '/settings', '{"idleSeconds":0}'],
  ])('%s %s with %s is refused', async (method, path, body) => {
    const answer = await ask(method, path, body);
    expect([answer.status, await answer.json()]).toMatchObject([400, { code: 'CONTROL_BODY_INVALID' }]);
    expect(region.synced).toEqual([]);
  });

  test.each([
    ['GET', '/nothing'],
    ['POST', '/state'],
    ['POST', '/environments/a/b/retire'],
    ['POST', '/environments//retire'],
  ])('%s %s is unknown', async (method, path) => {
    expect((await ask(method, path)).status).toBe(404);
  });

  test('retires an environment, or says that there is none', async () => {
    expect((await ask('POST', '/environments/there/retire')).status).toBe(202);
    const gone = await ask('POST', '/environments/gone/retire');
    expect([gone.status, await gone.json()]).toMatchObject([404, { code: 'ENVIRONMENT_NOT_FOUND' }]);
  });

  test('streams the snapshot, then events in their order; leaving unsubscribes', async () => {
    const leave = new AbortController();
    const answer = await fetch(`${base}/events`, { headers: { authorization: `Bearer ${token}` }, signal: leave.signal });
    const reader = answer.body?.getReader();
    const decoder = new TextDecoder();
    const first = decoder.decode((await reader?.read())?.value);
    region.events.fire({ type: 'throttled', at: 1, functionName: 'f', reason: 'r', rule: 'scalingRate' });
    region.events.fire({ type: 'throttled', at: 2, functionName: 'f', reason: 'r', rule: 'scalingRate' });
    const second = decoder.decode((await reader?.read())?.value);
    const lines = (first + second).trim().split('\n').map((line) => JSON.parse(line));
    expect(lines).toMatchObject([{ type: 'snapshot', state }, { at: 1 }, { at: 2 }]);
    leave.abort();
    await expect.poll(() => region.events.listenerCount).toBe(0);
  });

  test('a watcher that does not read is cut off, before what waits for it grows large', async () => {
    const socket = connect(portOf(server.address()), '127.0.0.1').on('error', () => {});
    socket.write(`GET ${controlPath}/events HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${token}\r\n\r\n`);
    await once(socket, 'readable');
    const text = 'x'.repeat(4_000_000);
    await expect
      .poll(() => {
        region.events.fire({ type: 'logged', at: 1, functionName: 'f', logGroup: 'g', logStream: 's', text });
        return region.events.listenerCount;
      })
      .toBe(0);
    socket.destroy();
  });
});
