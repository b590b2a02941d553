import { randomUUID } from 'node:crypto';
import { afterEach, describe, expect, test } from 'vitest';
import type { PlatformRecord } from '../../../../src/lambda/logs/platformRecord.ts';
import { ExtensionSessions } from '../../../../src/runner/environment/extensions/extensionSessions.ts';
import { eventually } from '../../../shared/eventually.ts';
import { ServedApi } from './servedApi.ts';

const invokeEvent = { requestId: 'r1', invokedFunctionArn: 'arn:aws:lambda:us-east-1:000000000000:function:f', deadlineMs: 1700.9 };

/** Extensions as they look from their own side: over HTTP. */
class Script {
  readonly records: readonly PlatformRecord[];
  readonly sessions: ExtensionSessions;
  readonly #api: ServedApi;

  private constructor(sessions: ExtensionSessions, records: readonly PlatformRecord[], api: ServedApi) {
    this.sessions = sessions;
    this.records = records;
    this.#api = api;
  }

  static async start(external: readonly string[] = []): Promise<Script> {
    const records: PlatformRecord[] = [];
    const sessions = new ExtensionSessions({
      external,
      functionName: 'f',
      functionVersion: '$LATEST',
      handler: 'index.handler',
      accountId: '000000000000',
      uuid: randomUUID,
      onRecord: (record) => records.push(record),
    });
    return new Script(sessions, records, await ServedApi.listen(sessions));
  }

  call(method: string, path: string, headers: Record<string, string> = {}, body?: string, signal?: AbortSignal): Promise<Response> {
    const init = { method, headers, ...(body === undefined ? {} : { body }), ...(signal === undefined ? {} : { signal }) };
    return this.#api.fetch(`/2020-01-01/extension/${path}`, init);
  }

  post(path: string, headers: Record<string, string>, body?: string): Promise<Response> {
    return this.call('POST', path, headers, body);
  }

  register(name: string, body = '{"events":["INVOKE"]}', more: Record<string, string> = {}): Promise<Response> {
    return this.post('register', { 'Lambda-Extension-Name': name, ...more }, body);
  }

  /** Registers for events; the identifier. */
  async registered(name: string, ...events: string[]): Promise<string> {
    const response = await this.register(name, JSON.stringify({ events }));
    expect(response.status).toBe(200);
    await response.arrayBuffer();
    return response.headers.get('lambda-extension-identifier') ?? '';
  }

  next(id: string, signal?: AbortSignal): Promise<Response> {
    return this.call('GET', 'event/next', { 'Lambda-Extension-Identifier': id }, undefined, signal);
  }

  /** Asks for an event, until the API has noticed. */
  async asks(id: string, name: string, signal?: AbortSignal): Promise<{ readonly event: Promise<Response> }> {
    const event = this.next(id, signal);
    event.catch(() => {});
    await eventually(() => this.sessions.stateOf(name) === 'Ready' || undefined);
    return { event };
  }

  tellError(kind: 'init' | 'exit', id: string, type = 'Extension.Reason'): Promise<Response> {
    return this.post(`${kind}/error`, { 'Lambda-Extension-Identifier': id, 'Lambda-Extension-Function-Error-Type': type }, '{}');
  }

  close(): Promise<void> {
    this.sessions.dispose();
    return this.#api.close();
  }
}

let script: Script;

afterEach(async () => {
  await script.close();
});

async function refused(answer: Promise<Response>): Promise<{ status: number; body: unknown }> {
  const response = await answer;
  return { status: response.status, body: await response.json() };
}

function forbidden(errorType: string, errorMessage: string): { status: number; body: unknown } {
  return { status: 403, body: { errorMessage, errorType } };
}

function settled(promise: Promise<unknown>): { done: boolean } {
  const state = { done: false };
  void promise.then(() => (state.done = true));
  return state;
}

describe('registration', () => {
  test('of an external extension answers what it serves, and its identifier', async () => {
    script = await Script.start(['logger']);
    const registered = settled(script.sessions.registered);
    const response = await script.register('logger', '{"events":["INVOKE","SHUTDOWN"]}');
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('application/json');
    const id = response.headers.get('lambda-extension-identifier') ?? '';
    expect(script.sessions.nameOf(id)).toBe('logger');
    expect(await response.text()).toBe('{"functionName":"f","functionVersion":"$LATEST","handler":"index.handler"}\n');
    await eventually(() => registered.done || undefined);
    expect([script.sessions.hasExternal, script.sessions.hasInternal]).toEqual([true, false]);
    expect([script.sessions.awaitsShutdown('logger'), script.sessions.awaitsShutdown('other')]).toEqual([true, false]);
  });

  test('of one that accepts the account gets it', async () => {
    script = await Script.start();
    const response = await script.register('inner', '{}', { 'Lambda-Extension-Accept-Feature': 'other, accountId' });
    const served = { functionName: 'f', functionVersion: '$LATEST', handler: 'index.handler' };
    expect(await response.json()).toEqual({ accountId: '000000000000', ...served });
    expect([script.sessions.hasExternal, script.sessions.hasInternal]).toEqual([false, true]);
  });

  test.each(['{}', 'null', '{"events":null}', '{"events":[]}', '{"events":["INVOKE","INVOKE"],"configurationKeys":[]}'])(
    'takes %s',
    async (body) => {
      script = await Script.start();
      expect((await script.register('inner', body)).status).toBe(200);
    },
  );

  test.each([
    ['', 'InvalidRequestFormat', 'unexpected end of JSON input'],
    ['nonsense', 'InvalidRequestFormat', 'invalid character \'n\' looking for beginning of value'],
    ['[]', 'InvalidRequestFormat', 'json: cannot unmarshal array into a registration'],
    ['{"events":"INVOKE"}', 'InvalidRequestFormat', 'json: cannot unmarshal string into field events of type []string'],
    ['{"configurationKeys":["A"]}', 'InvalidRequestFormat', 'configurationKeys are deprecated; use environment variables instead'],
    ['{"events":["START"]}', 'Extension.InvalidEventType', 'START: ErrorInvalidEventType'],
    ['{"events":["SHUTDOWN"]}', 'Extension.InvalidEventType', 'SHUTDOWN: ShutdownEventNotSupportedForInternalExtension'],
  ])('refuses %j of an internal extension, which may try again', async (body, type, message) => {
    script = await Script.start();
    expect(await refused(script.register('inner', body))).toEqual(forbidden(type, message));
    expect(script.sessions.hasInternal).toBe(false);
    expect((await script.register('inner')).status).toBe(200);
  });

  test('needs a name', async () => {
    script = await Script.start();
    expect(await refused(script.post('register', {}, '{}'))).toEqual(forbidden('Extension.InvalidExtensionName', 'Empty extension name'));
  });

  test('is refused to a name that has registered', async () => {
    script = await Script.start(['outer']);
    await script.registered('outer');
    await script.registered('inner');
    const text = 'State transition from Registered to Registered failed for extension outer. Error: State transition is not allowed';
    expect(await refused(script.register('outer'))).toEqual(forbidden('Extension.InvalidExtensionState', text));
    const collision = forbidden('Extension.InvalidExtensionState', 'Extension with this name already registered');
    expect(await refused(script.register('inner'))).toEqual(collision);
  });

  test('is refused to the eleventh', async () => {
    script = await Script.start(['outer']);
    await Promise.all(Array.from({ length: 9 }, (_, index) => script.registered(`inner${index}`)));
    expect(await refused(script.register('inner9'))).toEqual(forbidden('Extension.TooManyExtensions', 'Extension limit (10) reached'));
  });

  test('is refused once the runtime is ready', async () => {
    script = await Script.start();
    script.sessions.closeRegistration();
    const closed = forbidden('Extension.RegistrationClosed', 'Extension registration closed already');
    expect(await refused(script.register('inner'))).toEqual(closed);
  });

  test('is awaited of each external extension', async () => {
    script = await Script.start(['a', 'b']);
    const registered = settled(script.sessions.registered);
    await script.registered('a');
    await script.registered('inner');
    expect(registered.done).toBe(false);
    await script.registered('b');
    await script.sessions.registered;
  });

  test('is there at once where nobody has to', async () => {
    script = await Script.start();
    await script.sessions.registered;
    await script.sessions.ready();
    await script.sessions.invoke(invokeEvent);
    expect(script.records).toEqual([]);
  });

  test('eleven executables are one too many', async () => {
    script = await Script.start(Array.from({ length: 12 }, (_, index) => `e${index}`));
    const failure = { name: 'e10', errorType: 'Extension.LaunchError', message: 'Extension limit (10) reached' };
    await expect(script.sessions.failed).resolves.toEqual(failure);
    expect(script.records).toHaveLength(11);
    const last = { name: 'e10', state: 'LaunchError', events: [], errorType: 'TooManyExtensions' };
    expect(script.records.at(-1)).toEqual({ type: 'platform.extension', record: last });
  });
});

describe('the identifier', () => {
  const requests = [
    ['GET', 'event/next', 'Unknown extension '],
    ['POST', 'init/error', 'Unknown Lambda-Extension-Identifier'],
    ['POST', 'exit/error', 'Unknown Lambda-Extension-Identifier'],
  ] as const;

  test.each(requests)('is needed by %s %s', async (method, path, unknown) => {
    script = await Script.start(['outer']);
    const type = { 'Lambda-Extension-Function-Error-Type': 'A.B' };
    const missing = forbidden('Extension.MissingExtensionIdentifier', 'Missing Lambda-Extension-Identifier header');
    expect(await refused(script.call(method, path, type))).toEqual(missing);
    const invalid = forbidden('Extension.InvalidExtensionIdentifier', 'Invalid Lambda-Extension-Identifier');
    expect(await refused(script.call(method, path, { ...type, 'Lambda-Extension-Identifier': 'abc' }))).toEqual(invalid);
    const id = randomUUID();
    const text = method === 'GET' ? `${unknown}${id}` : unknown;
    const answer = refused(script.call(method, path, { ...type, 'Lambda-Extension-Identifier': id }));
    expect(await answer).toEqual(forbidden('Extension.UnknownExtensionIdentifier', text));
  });

  test('may be written in other ways', async () => {
    script = await Script.start();
    const id = await script.registered('inner');
    expect((await script.tellError('init', `{${id.toUpperCase().replaceAll('-', '')}}`)).status).toBe(202);
  });
});

describe('events', () => {
  test('INVOKE goes to those that want it, and is over when they ask again', async () => {
    script = await Script.start(['outer', 'quiet']);
    const outer = await script.registered('outer', 'INVOKE');
    const quiet = await script.registered('quiet', 'SHUTDOWN');
    const ready = settled(script.sessions.ready());
    const { event } = await script.asks(outer, 'outer');
    expect(ready.done).toBe(false);
    await script.asks(quiet, 'quiet');
    await eventually(() => ready.done || undefined);
    const over = settled(script.sessions.invoke({ ...invokeEvent, tracing: { spanId: 's', type: 'X-Amzn-Trace-Id', value: 'Root=1' } }));
    const response = await event;
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('application/json');
    expect(response.headers.get('lambda-extension-event-identifier')).toMatch(/^[0-9a-f-]{36}$/);
    expect(await response.json()).toEqual({
      eventType: 'INVOKE',
      deadlineMs: 1700,
      requestId: 'r1',
      invokedFunctionArn: invokeEvent.invokedFunctionArn,
      tracing: { type: 'X-Amzn-Trace-Id', value: 'Root=1' },
    });
    expect([over.done, script.sessions.stateOf('quiet')]).toEqual([false, 'Ready']);
    const { event: second } = await script.asks(outer, 'outer');
    await eventually(() => over.done || undefined);
    void script.sessions.invoke(invokeEvent);
    expect(await (await second).json()).not.toHaveProperty('tracing');
  });

  test('an invocation that nobody wants is over at once', async () => {
    script = await Script.start(['quiet']);
    await script.registered('quiet', 'SHUTDOWN');
    await script.sessions.invoke(invokeEvent);
  });

  test('a second request for an event is refused while one waits', async () => {
    script = await Script.start();
    const id = await script.registered('inner', 'INVOKE');
    await script.asks(id, 'inner');
    const text = `State transition from Ready to Ready failed for extension ${id}. Error: State transition is not allowed`;
    expect(await refused(script.next(id))).toEqual(forbidden('Extension.InvalidExtensionState', text));
  });

  test('whose client has gone does not count as asking, and gets its event when it asks again', async () => {
    script = await Script.start(['outer']);
    const id = await script.registered('outer', 'INVOKE');
    const gone = new AbortController();
    await script.asks(id, 'outer', gone.signal);
    gone.abort();
    await eventually(() => script.sessions.stateOf('outer') === 'Running' || undefined);
    const ready = settled(script.sessions.ready());
    const over = settled(script.sessions.invoke(invokeEvent));
    const response = await script.next(id);
    expect(await response.json()).toMatchObject({ eventType: 'INVOKE', requestId: 'r1' });
    expect([ready.done, over.done]).toEqual([false, false]);
    await script.asks(id, 'outer');
    await eventually(() => (ready.done && over.done) || undefined);
  });

  test('a request whose client had gone before it was looked at does not count either', async () => {
    script = await Script.start(['outer']);
    const id = await script.registered('outer', 'INVOKE');
    const { sessions } = script;
    const served = Promise.withResolvers<void>();
    const late = await ServedApi.listen({
      handles: () => true,
      async serve(request, response) {
        await new Promise((resolve) => response.once('close', resolve));
        await sessions.serve(request, response);
        served.resolve();
      },
    });
    const gone = new AbortController();
    const headers = { 'Lambda-Extension-Identifier': id };
    const answer = late.fetch('/2020-01-01/extension/event/next', { headers, signal: gone.signal });
    await late.asked;
    gone.abort();
    await expect(answer).rejects.toThrow('aborted');
    await served.promise;
    expect(sessions.stateOf('outer')).toBe('Registered');
    await late.close();
  });

  test('SHUTDOWN goes to external extensions that want it, now or when they ask', async () => {
    script = await Script.start(['waiting', 'busy']);
    const waiting = await script.registered('waiting', 'SHUTDOWN');
    const busy = await script.registered('busy', 'INVOKE', 'SHUTDOWN');
    const { event } = await script.asks(waiting, 'waiting');
    script.sessions.shutdown('spindown', 2000.5);
    expect(await (await event).json()).toEqual({ eventType: 'SHUTDOWN', deadlineMs: 2000, shutdownReason: 'spindown' });
    expect(await (await script.next(busy)).json()).toMatchObject({ eventType: 'SHUTDOWN' });
  });

  test('SHUTDOWN does not go to those that did not ask for it', async () => {
    script = await Script.start(['outer']);
    const id = await script.registered('outer', 'INVOKE');
    await script.asks(id, 'outer');
    script.sessions.shutdown('failure', 1);
    expect(script.sessions.stateOf('outer')).toBe('Ready');
  });

  test('SHUTDOWN takes the place of an INVOKE that was not asked for', async () => {
    script = await Script.start(['outer']);
    const id = await script.registered('outer', 'INVOKE', 'SHUTDOWN');
    void script.sessions.invoke(invokeEvent);
    script.sessions.shutdown('timeout', 1);
    expect(await (await script.next(id)).json()).toMatchObject({ eventType: 'SHUTDOWN', shutdownReason: 'timeout' });
  });

  test('disposing breaks off what waits', async () => {
    script = await Script.start();
    const id = await script.registered('inner', 'INVOKE');
    const { event } = await script.asks(id, 'inner');
    script.sessions.dispose();
    await expect(event).rejects.toThrow('fetch failed');
  });
});

describe('failures', () => {
  test.each([
    ['init', 'Extension.InitError', 'InitError'],
    ['exit', 'Extension.ExitError', 'ExitError'],
  ] as const)('an error told by %s/error gives its type to the end of the process', async (kind, errorType, state) => {
    script = await Script.start(['outer']);
    const id = await script.registered('outer', 'INVOKE');
    const response = await script.tellError(kind, id);
    expect([response.status, await response.text()]).toEqual([202, '{"status":"OK"}\n']);
    expect((await script.tellError(kind, id)).status).toBe(202);
    const text = `State transition from ${state} to Ready failed for extension ${id}. Error: State transition is not allowed`;
    expect(await refused(script.next(id))).toEqual(forbidden('Extension.InvalidExtensionState', text));
    script.sessions.exited('outer', 'exit status 1');
    await expect(script.sessions.failed).resolves.toEqual({ name: 'outer', errorType, message: 'exit status 1' });
    const record = { name: 'outer', state, events: ['INVOKE'], errorType: 'Extension.Reason' };
    expect(script.records).toEqual([{ type: 'platform.extension', record }]);
  });

  test('an error needs its type', async () => {
    script = await Script.start();
    const id = await script.registered('inner');
    const answer = refused(script.post('init/error', { 'Lambda-Extension-Identifier': id }));
    expect(await answer).toEqual(forbidden('Extension.MissingHeader', 'Lambda-Extension-Function-Error-Type not found'));
  });

  test('an initialisation error comes too late when events were asked for', async () => {
    script = await Script.start();
    const id = await script.registered('inner', 'INVOKE');
    const { event } = await script.asks(id, 'inner');
    const text = `State transition from Ready to InitError failed for extension ${id}. Error: State transition is not allowed`;
    expect(await refused(script.tellError('init', id))).toEqual(forbidden('Extension.InvalidExtensionState', text));
    expect((await script.tellError('exit', id)).status).toBe(202);
    const cut = `State transition from ExitError to Ready failed for extension ${id}. Error: Concurrent state modification`;
    expect(await refused(event)).toEqual(forbidden('Extension.InvalidExtensionState', cut));
    const exited = `State transition from ExitError to InitError failed for extension ${id}. Error: State transition is not allowed`;
    expect(await refused(script.tellError('init', id))).toEqual(forbidden('Extension.InvalidExtensionState', exited));
  });

  test('a process that ends by itself has crashed', async () => {
    script = await Script.start(['outer']);
    script.sessions.exited('runtime', 'exit status 9');
    script.sessions.exited('outer', 'exit code 0');
    script.sessions.exited('outer', 'exit status 2');
    await expect(script.sessions.failed).resolves.toEqual({ name: 'outer', errorType: 'Extension.Crash', message: 'exit code 0' });
    expect(script.records).toEqual([{ type: 'platform.extension', record: { name: 'outer', state: 'Started', events: [] } }]);
  });

  test.each([
    ['the shutdown', (sessions: ExtensionSessions) => sessions.shutdown('spindown', 1)],
    ['the end of all', (sessions: ExtensionSessions) => sessions.dispose()],
  ])('a process that ends after %s has not failed', async (_, end) => {
    script = await Script.start(['outer']);
    const failed = settled(script.sessions.failed);
    end(script.sessions);
    script.sessions.exited('outer', 'exit status 1');
    await Promise.resolve();
    expect(failed.done).toBe(false);
  });

  test('one that could not be started says why', async () => {
    script = await Script.start(['outer']);
    script.sessions.launchFailed('outer', 'PermissionDenied', 'permission denied');
    const failure = { name: 'outer', errorType: 'Extension.LaunchError', message: 'permission denied' };
    await expect(script.sessions.failed).resolves.toEqual(failure);
    expect(script.records).toMatchObject([{ record: { state: 'LaunchError', errorType: 'PermissionDenied' } }]);
  });
});

describe('records', () => {
  test('are told once, when all are ready', async () => {
    script = await Script.start(['outer']);
    const outer = await script.registered('outer', 'INVOKE', 'SHUTDOWN', 'INVOKE');
    const inner = await script.registered('inner', 'INVOKE');
    const ready = script.sessions.ready();
    await script.asks(outer, 'outer');
    await script.asks(inner, 'inner');
    await ready;
    script.sessions.shutdown('spindown', 1);
    expect(script.records).toEqual([
      { type: 'platform.extension', record: { name: 'outer', state: 'Ready', events: ['INVOKE', 'SHUTDOWN'] } },
      { type: 'platform.extension', record: { name: 'inner', state: 'Ready', events: ['INVOKE'] } },
    ]);
  });

  test.each([
    ['a shutdown', (sessions: ExtensionSessions) => sessions.shutdown('timeout', 1)],
    ['an end', (sessions: ExtensionSessions) => sessions.dispose()],
  ])('are told by %s that comes first', async (_, end) => {
    script = await Script.start(['outer']);
    await script.registered('outer', 'INVOKE');
    end(script.sessions);
    expect(script.records).toMatchObject([{ record: { name: 'outer', state: 'Registered' } }]);
  });
});

describe('paths', () => {
  test.each([
    ['GET', 'register', 405],
    ['POST', 'event/next', 405],
    ['GET', 'init/error', 405],
    ['GET', 'other', 404],
    ['POST', 'register/', 404],
    ['POST', 'register?a=1', 403],
  ])('%s %s answers %i', async (method, path, status) => {
    script = await Script.start();
    const response = await script.call(method, path);
    expect(response.status).toBe(status);
  });

  test('of others are not handled', async () => {
    script = await Script.start();
    expect(script.sessions.handles('/2018-06-01/runtime/invocation/next')).toBe(false);
    expect(script.sessions.handles('/2020-01-01/extension/register')).toBe(true);
  });
});
