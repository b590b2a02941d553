import * as v from 'valibot';
import { expect, test } from 'vitest';
import { deployment, member } from '../../shared/deployed.ts';

const handler = `
  export const handler = async () => {
    console.debug('finest'); console.info('plain'); console.error('wrong'); process.stdout.write('raw\\n');
    return 'done';
  };
`;

const Line = v.object({
  type: v.optional(v.string()),
  level: v.optional(v.string()),
  message: v.optional(v.unknown()),
  record: v.optional(v.unknown()),
});
type Line = v.InferOutput<typeof Line>;

function linesOf(tail: string): (Line | string)[] {
  return tail.trimEnd().split('\n').map((line) => (line.startsWith('{') ? v.parse(v.pipe(v.string(), v.parseJson(), Line), line) : line));
}

const shown = (line: Line | string): string => (typeof line === 'string' ? line : (line.type ?? `${line.level ?? ''} ${String(line.message)}`));

test('platform records are JSON, and so is what the handler writes', async () => {
  const { create, call } = await deployment();
  await create(handler, { LoggingConfig: { LogFormat: 'JSON', ApplicationLogLevel: 'INFO', SystemLogLevel: 'DEBUG' } });
  const { tail } = await call({});
  const lines = linesOf(tail);
  expect(lines.map(shown)).toEqual(['platform.start', 'INFO plain', 'ERROR wrong', 'raw', 'platform.runtimeDone', 'platform.report']);
  expect(member(lines.at(-1), 'record')).toMatchObject({
    requestId: expect.any(String),
    status: 'success',
    metrics: { durationMs: expect.any(Number), billedDurationMs: expect.any(Number), memorySizeMB: 128, maxMemoryUsedMB: expect.any(Number), initDurationMs: expect.any(Number) },
  });
  expect(member(lines.at(-2), 'record')).toMatchObject({
    status: 'success',
    metrics: { producedBytes: 6 },
    spans: [{ name: 'responseLatency' }, { name: 'responseDuration' }, { name: 'runtimeOverhead' }],
  });
});

test.each([
  [{ ApplicationLogLevel: 'ERROR', SystemLogLevel: 'INFO' }, ['platform.start', 'ERROR wrong', 'platform.report']],
  [{ ApplicationLogLevel: 'DEBUG', SystemLogLevel: 'WARN' }, ['DEBUG finest', 'INFO plain', 'ERROR wrong', 'raw']],
])('%o chooses what is logged', async (levels, expected) => {
  const { create, call } = await deployment();
  await create(handler, { LoggingConfig: { LogFormat: 'JSON', ...levels } });
  expect(linesOf((await call({})).tail).map(shown)).toEqual(expected);
});
