import { execFileSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { eventually } from '../../shared/eventually.ts';
import { needs } from '../../shared/toolchain.ts';
import { type HandlerProcess, type HandlerProcessOptions, startHandler } from './handlerProcess.ts';
import { functionArn, type InvokeOptions } from './scriptedRuntimeApi.ts';

const version = rubyVersion();

/** Such as `3.1`; empty where there is none, and the tests are skipped. */
function rubyVersion(): string {
  try {
    return execFileSync('ruby', ['-e', 'print RUBY_VERSION[/\\d+\\.\\d+/]'], { encoding: 'utf8' });
  } catch {
    return '';
  }
}

type Running = Omit<HandlerProcessOptions, 'runtime' | 'handler'> & { readonly handler?: string };

function run({ handler = 'app.handler', ...more }: Running): Promise<HandlerProcess> {
  return startHandler({ runtime: `ruby${version}`, handler, ...more });
}

const code = (text: string) => ({ 'code/app.rb': text });
const gemSpecification =
  'Gem::Specification.new { |s| s.name = "word"; s.version = "1.0.0"; s.authors = ["a"]; s.summary = "s"; s.require_paths = ["lib"] }';
const returning = (expression: string) => code(`def handler(event:, context:)\n  ${expression}\nend\n`);

describe('Ruby', () => {
  needs('ruby');

  test('a handler is loaded once and answers one invocation after the other over one connection', async () => {
    await using running = await run({
      files: code('$count = 0\ndef handler(event:, context:)\n  { event: event, count: $count += 1 }\nend\n'),
    });
    const first = await running.api.invoke('{"a": [1, null, "é"]}');
    expect([first.path, first.headers['content-type']]).toEqual(['invocation/1/response', 'application/json']);
    expect(JSON.parse(first.body)).toEqual({ event: { a: [1, null, 'é'] }, count: 1 });
    expect(JSON.parse((await running.api.invoke('"two"')).body)).toEqual({ event: 'two', count: 2 });
    expect(running.api.connections).toBe(1);
    expect(running.child.output).toBe('');
  });

  test.each([undefined, 70_001])('takes and gives 6 MB (chunks of %s bytes)', async (chunkBytes) => {
    await using running = await run({ files: returning('event') });
    const event = JSON.stringify(`${'x'.repeat(6_000_000)}€`);
    const answer = await running.api.invoke(event, chunkBytes === undefined ? {} : { chunkBytes });
    expect(answer.body === event).toBe(true);
  });

  const answers: Readonly<Record<string, [expression: string, answer: unknown, options?: InvokeOptions]>> = {
    'what names the function': [
      '[context.function_name, context.function_version, context.memory_limit_in_mb, context.log_group_name, context.log_stream_name]',
      ['f', '$LATEST', '128', '/aws/lambda/f', 'stream'],
    ],
    'what names the invocation': ['[context.aws_request_id, context.invoked_function_arn]', ['1', functionArn]],
    'the time that is left': ['context.get_remaining_time_in_millis.between?(1, 3000)', true],
    'the time that is left after the deadline': [
      'context.get_remaining_time_in_millis',
      0,
      { headers: { 'Lambda-Runtime-Deadline-Ms': '1000' } },
    ],
    'nobody who called': ['[context.client_context, context.identity, context.tenant_id]', [null, null, null]],
    'who called, and for whom': [
      '[context.client_context, context.identity, context.tenant_id]',
      [{ custom: { name: 'Zoë' } }, { cognitoIdentityId: 'i' }, 'blue'],
      {
        headers: {
          'Lambda-Runtime-Client-Context': Buffer.from('{"custom":{"name":"Zoë"}}').toString('latin1'),
          'Lambda-Runtime-Cognito-Identity': '{"cognitoIdentityId":"i"}',
          'Lambda-Runtime-Aws-Tenant-Id': 'blue',
        },
      },
    ],
    'the trace': ['ENV["_X_AMZN_TRACE_ID"]', 'Root=1', { headers: { 'Lambda-Runtime-Trace-Id': 'Root=1' } }],
  };

  test.each(Object.entries(answers))('a handler sees %s', async (_title, [expression, answer, options]) => {
    await using running = await run({ files: returning(expression) });
    expect(JSON.parse((await running.api.invoke('{}', options)).body)).toEqual(answer);
  });

  test('a handler may answer bytes', async () => {
    await using running = await run({ files: returning('StringIO.new("raw")') });
    const answer = await running.api.invoke('{}');
    expect([answer.body, answer.headers['content-type']]).toEqual(['raw', 'application/unknown']);
  });

  test('goes on when a response is refused, and where the service closed the connection', async () => {
    await using running = await run({ files: returning('event') });
    running.api.answerPosts({ status: 413, headers: { Connection: 'close' } });
    await running.api.invoke('1');
    running.api.answerPosts({});
    expect((await running.api.invoke('2')).body).toBe('2');
    expect(running.api.connections).toBe(2);
  });

  const handlers: Readonly<Record<string, Running>> = {
    'a class': {
      handler: 'app.Orders::Api.handler',
      files: code('module Orders\n  class Api\n    def self.handler(event:, context:)\n      "found"\n    end\n  end\nend\n'),
    },
    'a folder': { handler: 'lib/orders/app.handler', files: { 'code/lib/orders/app.rb': 'def handler(event:, context:) = "found"\n' } },
    'the name of one of ours': {
      handler: 'bootstrap.handler',
      files: { 'code/bootstrap.rb': 'def handler(event:, context:) = "found"\n' },
    },
    'a library in a layer': {
      files: { ...code('require "word"\ndef handler(event:, context:) = WORD\n'), 'layer/ruby/lib/word.rb': 'WORD = "found"\n' },
    },
    'a gem in a layer': {
      files: {
        ...code('require "word"\ndef handler(event:, context:) = WORD\n'),
        [`layer/ruby/gems/${version}.0/gems/word-1.0.0/lib/word.rb`]: 'WORD = "found"\n',
        [`layer/ruby/gems/${version}.0/specifications/word-1.0.0.gemspec`]:
          gemSpecification,
      },
    },
    'a gem of the bundle': {
      files: {
        ...code('require "word"\ndef handler(event:, context:) = WORD\n'),
        [`code/vendor/bundle/ruby/${version}.0/gems/word-1.0.0/lib/word.rb`]: 'WORD = "found"\n',
        [`code/vendor/bundle/ruby/${version}.0/specifications/word-1.0.0.gemspec`]:
          gemSpecification,
      },
    },
  };

  test.each(Object.entries(handlers))('a handler in %s', async (_title, running) => {
    await using started = await run(running);
    expect((await started.api.invoke('{}')).body).toBe('"found"');
  });

  test('an error is told and logged with the frames of the handler, and the process goes on', async () => {
    await using running = await run({
      files: code('def handler(event:, context:)\n  inner if event == 1\n  "yes"\nend\ndef inner = raise(ArgumentError, "no")\n'),
    });
    const failed = await running.api.invoke('1');
    expect([failed.path, failed.headers['lambda-runtime-function-error-type']]).toEqual(['invocation/1/error', 'Function<ArgumentError>']);
    const file = running.workspace.path('code/app.rb');
    const document = JSON.parse(failed.body);
    expect(document).toEqual({
      errorMessage: 'no',
      errorType: 'Function<ArgumentError>',
      stackTrace: [expect.stringContaining(`${file}:5:in`), expect.stringContaining(`${file}:2:in`)],
    });
    expect((await running.api.invoke('2')).body).toBe('"yes"');
    const logged = /^Error raised from handler method\n(\{[^]*\n\})\n$/.exec(running.child.output)?.[1] ?? '';
    expect(JSON.parse(logged)).toEqual(document);
  });

  test.each([
    [
      'of a class of its own is not named to the service',
      'raise Class.new(StandardError) { def self.to_s = "Own" }, "no"',
      'Function<UserException>',
      undefined,
    ],
    ['of a name ends the process', 'nothing_of_the_kind', 'Function<NameError>', 255],
    ['that exits ends the process', 'exit 3', 'Function<SystemExit>', 255],
  ])('an error %s', async (_title, statement, kind, exitCode) => {
    await using running = await run({ files: returning(statement) });
    const failed = await running.api.invoke('1');
    expect([failed.path, failed.headers['lambda-runtime-function-error-type']]).toEqual(['invocation/1/error', kind]);
    if (exitCode === undefined) await running.api.ready();
    else expect((await running.child.exited).code).toBe(exitCode);
  });

  test.each<[title: string, running: Running, kind: string, message: RegExp]>([
    ['no such file', { handler: 'nothing.handler' }, 'Init<LoadError>', /^cannot load such file -- nothing/],
    ['a syntax error', { files: code('def handler(\n') }, 'Init<SyntaxError>', /app\.rb:/],
    ['what the file raises', { files: code('raise "at init"') }, 'Init<RuntimeError>', /^at init$/],
    ['a malformed name', { handler: 'app' }, 'Init<ArgumentError>', /^Invalid handler \["app"\], must be of form/],
  ])('init fails by %s', async (_title, running, kind, message) => {
    await using started = await run({ ...running, files: { 'code/other': '', ...running.files } });
    const posted = await started.api.posted();
    expect(posted.path).toBe('init/error');
    expect(JSON.parse(posted.body)).toMatchObject({ errorType: kind, errorMessage: expect.stringMatching(message) });
    expect((await started.child.exited).code).toBe(252);
    expect(started.child.output).toMatch(/^Init error when loading handler /);
  });

  test('a logger tells the invocation, as text and as JSON', async () => {
    const handler = code('LOG = Logger.new($stdout)\ndef handler(event:, context:)\n  LOG.debug("d")\n  LOG.info("hello")\n  "é"\nend\n');
    await using text = await run({ files: handler });
    await text.api.invoke('{}');
    expect(text.child.output).toMatch(/^D, .* DEBUG 1 -- : d\nI, \[\d{4}-\S+ #\d+\] {2}INFO 1 -- : hello\n$/);
    await using json = await run({ files: handler, environment: { AWS_LAMBDA_LOG_FORMAT: 'JSON', AWS_LAMBDA_LOG_LEVEL: 'INFO' } });
    await json.api.invoke('{}');
    expect(JSON.parse(json.child.output)).toEqual({
      timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/),
      level: 'INFO',
      message: 'hello',
      requestId: '1',
    });
  });

  test('what is printed and logged are frames where the service reads those', async () => {
    const handler = code(
      'def handler(event:, context:)\n  puts "one", "two"\n  Logger.new(nil).warn("w")\n  ENV.key?("_LAMBDA_TELEMETRY_LOG_FD")\nend\n',
    );
    await using running = await run({ files: handler, frames: true, environment: { AWS_LAMBDA_LOG_FORMAT: 'JSON' } });
    expect((await running.api.invoke('{}')).body).toBe('false');
    await eventually(() => running.child.frames.length === 2 || undefined);
    expect(running.child.frames).toEqual([
      { type: 'a55a0003', text: 'one\ntwo', time: expect.any(Number) },
      { type: 'a55a0012', text: expect.stringMatching(/"level":"WARN","message":"w"/), time: expect.any(Number) },
    ]);
    expect(running.child.output).toBe('');
  });

  describe('when the service dies, the process ends within two seconds and says nothing', () => {
    test.each([
      ['while the environment idles', returning('1')],
      ['while a handler waits', code('def handler(event:, context:)\n  puts "waiting"\n  sleep 60\nend\n')],
      ['while a handler computes', code('def handler(event:, context:)\n  puts "waiting"\n  loop {}\nend\n')],
      ['while it initialises', code('puts "waiting"\nsleep 60\n')],
    ])('%s', async (title, files) => {
      await using running = await run({ files });
      if (title.includes('handler')) running.api.invoke('1').catch(() => {});
      if (title.includes('idles')) await running.api.ready();
      else await eventually(() => running.child.output.includes('waiting'));
      const died = Date.now();
      running.api.die();
      await running.child.exited;
      expect(Date.now() - died).toBeLessThan(2000);
      expect(running.child.output.replace('waiting\n', '')).toBe('');
    });
  });
});
