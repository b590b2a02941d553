import { execFileSync } from 'node:child_process';
import { readdir, utimes } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { eventually } from '../../shared/eventually.ts';
import { temporaryWorkspace } from '../../shared/temporaryWorkspace.ts';
import { needs } from '../../shared/toolchain.ts';
import { functionVersion, installedRuntimes, launch } from './launchedRuntime.ts';
import { functionArn, type InvokeOptions, startRuntimeApi } from './scriptedRuntimeApi.ts';

const pythonMinor = pythonVersion();

/** Such as `3.11`; empty where there is none, and the tests are skipped. */
function pythonVersion(): string {
  try {
    return execFileSync('python3', ['-c', 'import sys;print("%d.%d"%sys.version_info[:2])'], { encoding: 'utf8' }).trim();
  } catch {
    return '';
  }
}

interface Running {
  readonly handler?: string;
  readonly files: Readonly<Record<string, string>>;
  readonly layer?: string;
  readonly environment?: Readonly<Record<string, string>>;
  /** Logs in frames. */
  readonly frames?: boolean;
}

async function run({ handler = 'app.handler', files, layer = 'opt', environment = {}, frames = false }: Running) {
  const workspace = await temporaryWorkspace();
  for (const [name, text] of Object.entries(files)) await workspace.write(name, text);
  const runtimes = await installedRuntimes(workspace.folder);
  const version = functionVersion(`python${pythonMinor}`, handler, workspace.path('code'), environment);
  const plan = await runtimes.plan(version, workspace.path(layer));
  const api = await startRuntimeApi();
  const child = launch(plan, version, api.address, frames);
  return {
    api,
    child,
    workspace,
    plan,
    version,
    async [Symbol.asyncDispose]() {
      await child[Symbol.asyncDispose]();
      api.die();
      await workspace[Symbol.asyncDispose]();
    },
  };
}

const code = (text: string) => ({ 'code/app.py': text });

describe('Python', () => {
  needs('python3');

  describe('a handler', () => {
    test('is loaded once and answers one invocation after the other over one connection', async () => {
      await using running = await run({
        files: code(
          'count = 0\ndef handler(event, context):\n    global count\n    count += 1\n    return {"event": event, "count": count}\n',
        ),
      });
      expect(JSON.parse((await running.api.invoke('{"a": [1, null, "é"]}')).body)).toEqual({ event: { a: [1, null, 'é'] }, count: 1 });
      const second = await running.api.invoke('"two"');
      expect(second.path).toBe('invocation/2/response');
      expect(second.headers['content-type']).toBe('application/json');
      expect(JSON.parse(second.body)).toEqual({ event: 'two', count: 2 });
      expect(running.api.connections).toBe(1);
    });

    test.each([undefined, 70_001, 911])('takes and gives 6 MB (chunks of %s bytes)', async (chunkBytes) => {
      await using running = await run({ files: code('def handler(event, context):\n    return event\n') });
      const event = JSON.stringify(`${'x'.repeat(6_000_000)}€`);
      const answer = await running.api.invoke(event, chunkBytes === undefined ? {} : { chunkBytes });
      expect(JSON.parse(answer.body) === JSON.parse(event)).toBe(true);
    });

    const answers: Readonly<Record<string, [expression: string, answer: unknown, options?: InvokeOptions]>> = {
      'what names the function': [
        '[context.function_name, context.function_version, context.memory_limit_in_mb, context.log_group_name, context.log_stream_name]',
        ['f', '$LATEST', '128', '/aws/lambda/f', 'stream'],
      ],
      'what names the invocation': ['[context.aws_request_id, context.invoked_function_arn]', ['1', functionArn]],
      'the time that is left': ['0 < context.get_remaining_time_in_millis() <= 3000', true],
      'the time that is left after the deadline': [
        'context.get_remaining_time_in_millis()',
        0,
        { headers: { 'Lambda-Runtime-Deadline-Ms': '1000' } },
      ],
      'no client context, no identity': ['[context.client_context, context.identity.cognito_identity_id]', [null, null]],
      'a client context': [
        '[context.client_context.custom, context.client_context.env, context.client_context.client.app_title]',
        [{ a: 1 }, null, 'T'],
        { headers: { 'Lambda-Runtime-Client-Context': '{"custom":{"a":1},"client":{"app_title":"T"}}' } },
      ],
      'an identity': [
        '[context.identity.cognito_identity_id, context.identity.cognito_identity_pool_id]',
        ['i', 'p'],
        { headers: { 'Lambda-Runtime-Cognito-Identity': '{"cognitoIdentityId":"i","cognitoIdentityPoolId":"p"}' } },
      ],
      'the tenant': ['context.tenant_id', 'blue', { headers: { 'Lambda-Runtime-Aws-Tenant-Id': 'blue' } }],
      'the trace context, apart from the client context': [
        '[context.w3c(), hasattr(context.client_context, "w3c"), context.client_context.custom]',
        [{ traceparent: '00-1' }, false, 1],
        { headers: { 'Lambda-Runtime-Client-Context': '{"custom":1,"w3c":{"traceparent":"00-1","other":"x","tracestate":3}}' } },
      ],
      'the trace': ['os.environ["_X_AMZN_TRACE_ID"]', 'Root=1', { headers: { 'Lambda-Runtime-Trace-Id': 'Root=1' } }],
      'no trace': ['os.environ.get("_X_AMZN_TRACE_ID")', null],
      'decimals of every kind': ['[decimal.Decimal("1.5"), decimal.Decimal("20"), decimal.Decimal("1E+3")]', [1.5, 20, 1000]],
      'half a surrogate pair': ['"\\ud800"', '\ud800'],
      'its arguments, without ours': ['sys.argv[1:]', []],
    };

    test.each(Object.entries(answers))('sees %s', async (_title, [expression, answer, options]) => {
      await using running = await run({ files: code(`import decimal, os, sys\ndef handler(event, context):\n    return ${expression}\n`) });
      expect(JSON.parse((await running.api.invoke('{}', options)).body)).toEqual(answer);
    });

    test('may answer bytes', async () => {
      await using running = await run({ files: code('def handler(event, context):\n    return b"raw"\n') });
      const answer = await running.api.invoke('{}');
      expect([answer.body, answer.headers['content-type']]).toEqual(['raw', 'application/unknown']);
    });

    test('goes on when a response is refused, and where the service closed the connection', async () => {
      await using running = await run({ files: code('def handler(event, context):\n    return event\n') });
      running.api.answerPosts({ status: 413, headers: { Connection: 'close' } });
      await running.api.invoke('1');
      running.api.answerPosts({});
      expect((await running.api.invoke('2')).body).toBe('2');
      expect(running.api.connections).toBe(2);
    });

    test('opens its connection again where the service closed it while the handler ran', async () => {
      await using running = await run({
        files: code(
          'import os, time\ndef handler(event, context):\n    print("waiting")\n' +
            '    while not os.path.exists("go"):\n        time.sleep(0.005)\n    return "done"\n',
        ),
      });
      const answer = running.api.invoke('1');
      await eventually(() => running.child.output.includes('waiting'));
      running.api.closeIdle();
      await running.workspace.write('code/go', '');
      expect((await answer).body).toBe('"done"');
    });
  });

  describe('an invocation that fails', () => {
    const failures: Readonly<Record<string, [statement: string, error: object, options?: InvokeOptions]>> = {
      'an exception': ['raise KeyError("a")', { errorMessage: "'a'", errorType: 'KeyError', requestId: '1' }],
      'a result that is no JSON': [
        'return object()',
        {
          errorType: 'Runtime.MarshalError',
          errorMessage: 'Unable to marshal response: Object of type object is not JSON serializable',
          stackTrace: [],
        },
      ],
      'an event that is no JSON': [
        'return 1',
        { errorType: 'Runtime.UnmarshalError', errorMessage: expect.stringContaining('Unable to unmarshal input: ') },
      ],
      'a client context that is no JSON': [
        'return 1',
        {
          errorType: 'Runtime.LambdaContextUnmarshalError',
          errorMessage: expect.stringContaining('Unable to parse Client Context JSON: '),
        },
        { headers: { 'Lambda-Runtime-Client-Context': '{' } },
      ],
    };

    test.each(Object.entries(failures))('by %s, tells so and goes on', async (title, [statement, error, options]) => {
      const handler = `def handler(event, context):\n    if event == 1:\n        return 1\n    ${statement}\n`;
      await using running = await run({ files: code(handler) });
      const failed = await running.api.invoke(title.includes('event') ? '{' : '{}', options);
      expect(failed.path).toBe('invocation/1/error');
      expect(JSON.parse(failed.body)).toMatchObject(error);
      expect((await running.api.invoke('1')).body).toBe('1');
    });

    test('shows the frames of the handler, not ours, in the error and in the log', async () => {
      const handler = 'def handler(event, context):\n    inner()\ndef inner():\n    raise ValueError("no")\n';
      await using running = await run({ files: code(handler) });
      const { stackTrace } = JSON.parse((await running.api.invoke('{}')).body);
      const file = running.workspace.path('code/app.py');
      expect(stackTrace.map((frame: string) => frame.split('\n')[0])).toEqual([
        `  File "${file}", line 2, in handler`,
        `  File "${file}", line 4, in inner`,
      ]);
      const line = await eventually(() => /^[^\n]*\n/.exec(running.child.output)?.[0]);
      expect(line).toMatch(/^\[ERROR\] ValueError: no\rTraceback \(most recent call last\):\r\u00a0\u00a0File /);
    });
  });

  describe('the files of a handler', () => {
    const found = 'def handler(event, context):\n    return "found"\n';
    const handlers: Readonly<Record<string, Running>> = {
      'a module in a folder, with dots': { handler: 'pkg.app.handler', files: { 'code/pkg/app.py': found } },
      'a module in a folder, with slashes': { handler: 'pkg/app.handler', files: { 'code/pkg/app.py': found } },
      'a package': { handler: 'pkg.handler', files: { 'code/pkg/__init__.py': found } },
      'a module that is called as one of ours': { handler: 'bootstrap.handler', files: { 'code/bootstrap.py': found } },
      'a layer': {
        layer: 'layer',
        files: { ...code('import word\ndef handler(event, context):\n    return word.word\n'), 'layer/python/word.py': 'word = "found"\n' },
      },
      'site packages of a layer, though the function has a PYTHONPATH of its own': {
        layer: 'layer',
        environment: { PYTHONPATH: '/nowhere' },
        files: {
          ...code('import word, sys\ndef handler(event, context):\n    return word.word if "/nowhere" in sys.path else sys.path\n'),
          [`layer/python/lib/python${pythonMinor}/site-packages/word.py`]: 'word = "found"\n',
        },
      },
    };

    test.each(Object.entries(handlers))('%s', async (_title, running) => {
      await using started = await run(running);
      expect((await started.api.invoke('{}')).body).toBe('"found"');
      expect(started.child.output).toBe('');
    });

    test('are left as they are: what is compiled lies elsewhere', async () => {
      const handler = 'import other\ndef handler(event, context):\n    return 1\n';
      await using running = await run({ files: { ...code(handler), 'code/other.py': '' } });
      await running.api.invoke('{}');
      expect((await readdir(running.workspace.path('code'))).sort()).toEqual(['app.py', 'other.py']);
      expect(await readdir(running.workspace.path('compiled/python'))).not.toEqual([]);
    });
  });

  test('what was saved twice within a second is never the older one', async () => {
    await using running = await run({ files: code('def handler(event, context):\n    return 1\n') });
    // As if at the same moment, just now.
    const moment = new Date(Date.now() + 60_000);
    const save = async (result: number): Promise<string> => {
      await running.workspace.write('code/app.py', `def handler(event, context):\n    return ${result}\n`);
      await utimes(running.workspace.path('code/app.py'), moment, moment);
      await using api = await startRuntimeApi();
      await using _child = launch(running.plan, running.version, api.address);
      return (await api.invoke('{}')).body;
    };
    expect([await save(2), await save(3)]).toEqual(['2', '3']);
  });

  describe('init that fails', () => {
    const failures: Readonly<Record<string, [Running, object]>> = {
      'no such module': [
        { handler: 'nothing.handler', files: code('') },
        {
          errorType: 'Runtime.ImportModuleError',
          errorMessage: "Unable to import module 'nothing': No module named 'nothing'",
          requestId: '',
          stackTrace: [],
        },
      ],
      'no such module within it': [
        { files: code('import nothing') },
        { errorType: 'Runtime.ImportModuleError', errorMessage: "Unable to import module 'app': No module named 'nothing'" },
      ],
      'no such function': [
        { files: code('x = 1') },
        { errorType: 'Runtime.HandlerNotFound', errorMessage: "Handler 'handler' missing on module 'app'" },
      ],
      'a name without function': [
        { handler: 'app', files: code('') },
        { errorType: 'Runtime.MalformedHandlerName', errorMessage: "Bad handler 'app': not enough values to unpack (expected 2, got 1)" },
      ],
      'a module of Python itself': [
        { handler: 'sys.exit', files: code('') },
        { errorType: 'Runtime.BuiltInModuleConflict', errorMessage: 'Cannot use built-in module sys as a handler module' },
      ],
      'a syntax error': [
        { files: code('def handler(:\n') },
        {
          errorType: 'Runtime.UserCodeSyntaxError',
          errorMessage: expect.stringMatching(/^Syntax error in module 'app': invalid syntax.* \(app\.py, line 1\)$/),
          stackTrace: [expect.stringMatching(/^ {2}File ".*app\.py" Line 1\n {4}def handler\(:/)],
        },
      ],
      'what the module raises': [{ files: code('raise RuntimeError("at init")') }, { errorType: 'RuntimeError', errorMessage: 'at init' }],
    };

    test.each(Object.entries(failures))('%s', async (_title, [running, expected]) => {
      await using started = await run(running);
      const posted = await started.api.posted();
      expect(posted.path).toBe('init/error');
      expect(JSON.parse(posted.body)).toMatchObject(expected);
      expect(posted.headers['lambda-runtime-function-error-type']).toBe(JSON.parse(posted.body).errorType);
      expect(await started.child.exited).toEqual({ code: 1, signal: null });
      expect(started.child.output).toMatch(/^\[ERROR\] /);
    });
  });

  describe('what is logged', () => {
    const logs: Readonly<Record<string, [Running, RegExp]>> = {
      'print, at once': [
        { files: code('def handler(event, context):\n    print("é", 1, end="")\n    context.log("!\\n")\n') },
        /^é 1!\n$/,
      ],
      'logging, from warning on, as text': [
        { files: code('import logging\ndef handler(event, context):\n    logging.warning("w %s", 1)\n    logging.info("i")\n') },
        /^\[WARNING\]\t\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z\t1\tw 1\n$/,
      ],
      'logging at the level of the function': [
        {
          environment: { AWS_LAMBDA_LOG_LEVEL: 'INFO' },
          files: code('import logging\ndef handler(event, context):\n    logging.debug("d")\n    logging.info("i")\n'),
        },
        /^\[INFO\]\t[^\t]*\t1\ti\n$/,
      ],
      'logging as JSON': [
        {
          environment: { AWS_LAMBDA_LOG_FORMAT: 'JSON' },
          files: code('import logging\ndef handler(event, context):\n    logging.getLogger("mine").warning("w", extra={"order": 7})\n'),
        },
        /^\{"timestamp": "\d{4}-[^"]*Z", "level": "WARNING", "message": "w", "logger": "mine", "requestId": "1", "order": 7\}\n$/,
      ],
    };

    test.each(Object.entries(logs))('%s', async (_title, [running, expected]) => {
      await using started = await run(running);
      await started.api.invoke('{}');
      await eventually(() => started.child.output.endsWith('\n'));
      expect(started.child.output).toMatch(expected);
    });
  });

  test('logging as JSON tells the level in tens, the tenant, what was raised and where', async () => {
    await using running = await run({
      environment: { AWS_LAMBDA_LOG_FORMAT: 'JSON', AWS_LAMBDA_LOG_LEVEL: 'TRACE' },
      files: code(
        'import logging\ndef handler(event, context):\n    logging.log(25, {"order": 7})\n    logging.debug("d", extra={"set": {1}})\n' +
          '    try:\n        raise KeyError("k")\n    except KeyError:\n        logging.exception("caught")\n    raise ValueError("v")\n',
      ),
    });
    await running.api.invoke('{}', { headers: { 'Lambda-Runtime-Aws-Tenant-Id': 'blue' } });
    const lines = await eventually(() => {
      const found = running.child.output.split('\n').filter((line) => line !== '');
      return found.length === 4 ? found : undefined;
    });
    const timestamp = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    const common = { timestamp, logger: 'root', requestId: '1', tenantId: 'blue' };
    expect(lines.map((line) => JSON.parse(line))).toEqual([
      { ...common, level: 'INFO', message: { order: 7 } },
      { ...common, level: 'DEBUG', message: 'd', set: '{1}' },
      {
        ...common,
        level: 'ERROR',
        message: 'caught',
        stackTrace: [expect.stringContaining('in handler')],
        errorType: 'KeyError',
        errorMessage: "'k'",
        location: `${running.workspace.path('code/app.py')}:handler:8`,
      },
      {
        timestamp,
        level: 'ERROR',
        errorMessage: 'v',
        errorType: 'ValueError',
        requestId: '1',
        stackTrace: [expect.stringContaining('in handler')],
      },
    ]);
  });

  describe('where the service reads frames', () => {
    const handler =
      'import logging, os\ndef handler(event, context):\n    print("printed")\n    logging.warning("two\\nlines")\n' +
      '    context.log("told")\n    logging.getLogger().info("i")\n' +
      '    if event: raise ValueError("no")\n    return "_LAMBDA_TELEMETRY_LOG_FD" in os.environ\n';

    test.each([
      ['text', {}, ['a55a0003', 'a55a0003', 'a55a0017']],
      ['text of a level', { AWS_LAMBDA_LOG_LEVEL: 'INFO' }, ['a55a0013', 'a55a0003', 'a55a000f', 'a55a0017']],
      ['JSON', { AWS_LAMBDA_LOG_FORMAT: 'JSON', AWS_LAMBDA_LOG_LEVEL: 'INFO' }, ['a55a0012', 'a55a0003', 'a55a000e', 'a55a0016']],
    ])('messages are frames, as %s', async (_title, environment, types) => {
      const before = Date.now();
      await using running = await run({ files: code(handler), environment, frames: true });
      await running.api.invoke('true');
      await eventually(() => running.child.frames.length >= types.length || undefined);
      const { frames } = running.child;
      expect(frames.map(({ type }) => type)).toEqual(types);
      expect(frames.every(({ time }) => time >= before - 1 && time <= Date.now() + 1)).toBe(true);
      expect(frames[0]?.text).toContain(types[0]?.endsWith('2') === true ? 'two\\nlines' : 'two\nlines');
      expect(frames[1]?.text).toBe('told');
      expect(frames.at(-1)?.text).toMatch(types[0]?.endsWith('2') === true ? /^\{"timestamp"/ : /^\[ERROR\] ValueError: no\nTraceback/);
      await eventually(() => running.child.output === 'printed\n' || undefined);
      expect((await running.api.invoke('false')).body).toBe('false');
    });
  });

  describe('with SnapStart', () => {
    const environment = { AWS_LAMBDA_INITIALIZATION_TYPE: 'snap-start' };
    const hooks = (before: string, after: string): string =>
      'from snapshot_restore_py import register_after_restore, register_before_snapshot\n' +
      'seen = []\n' +
      'register_before_snapshot(seen.append, "before 1")\n' +
      `@register_before_snapshot\ndef before():\n    ${before}\n` +
      `@register_after_restore\ndef after():\n    ${after}\n` +
      'register_after_restore(seen.append, "after 2")\n' +
      'def handler(event, context):\n    return seen\n';

    test('hooks run around the restore, before the first invocation', async () => {
      await using running = await run({ environment, files: code(hooks('seen.append("before 2")', 'seen.append("after 1")')) });
      expect(JSON.parse((await running.api.invoke('{}')).body)).toEqual(['before 2', 'before 1', 'after 1', 'after 2']);
      expect(running.api.steps.slice(0, 2)).toEqual(['restore', 'next']);
    });

    test('hooks do not run without it', async () => {
      await using running = await run({ files: code(hooks('seen.append(1)', 'seen.append(1)')) });
      expect((await running.api.invoke('{}')).body).toBe('[]');
    });

    test.each([
      ['before', 'init/error', 'Runtime.BeforeSnapshotError', 64],
      ['after', 'restore/error', 'Runtime.AfterRestoreError', 65],
    ])('a hook that fails %s is told, and ends the process', async (when, path, kind, exitCode) => {
      const statement = 'raise RuntimeError("no")';
      await using running = await run({ environment, files: code(when === 'before' ? hooks(statement, 'pass') : hooks('pass', statement)) });
      const posted = await running.api.posted();
      expect([posted.path, posted.headers['lambda-runtime-function-error-type']]).toEqual([path, kind]);
      expect(JSON.parse(posted.body)).toMatchObject({ errorType: 'RuntimeError', errorMessage: 'no' });
      expect((await running.child.exited).code).toBe(exitCode);
    });
  });

  describe('when the service dies, the process ends within two seconds and says nothing', () => {
    const handlers: Readonly<Record<string, string>> = {
      'while the environment idles': 'def handler(event, context):\n    pass\n',
      'while a handler waits': 'import time\ndef handler(event, context):\n    print("waiting")\n    time.sleep(60)\n',
      'while a handler computes': 'def handler(event, context):\n    print("waiting")\n    while True:\n        pass\n',
      'while it initialises': 'import time\nprint("waiting")\ntime.sleep(60)\n',
    };

    test.each(Object.entries(handlers))('%s', async (title, handler) => {
      await using running = await run({ files: code(handler) });
      if (title.includes('handler')) running.api.invoke('1').catch(() => {});
      if (handler.includes('waiting')) await eventually(() => running.child.output.includes('waiting'));
      else await running.api.ready();
      const died = Date.now();
      running.api.die();
      await running.child.exited;
      expect(Date.now() - died).toBeLessThan(2000);
      expect(running.child.output.replace('waiting\n', '')).toBe('');
    });
  });
});
