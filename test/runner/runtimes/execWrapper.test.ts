import { describe, expect, test } from 'vitest';
import { startHandler } from './handlerProcess.ts';

const runtime = `nodejs${process.versions.node.split('.')[0]}.x`;
const overrides = { [runtime]: process.execPath };
const handler = 'index.handler';
const code = { 'code/index.js': 'exports.handler = async () => [process.env.WRAPPED ?? null, process.argv0, process.execArgv.length > 0];' };
const script = '#!/bin/sh\nexport WRAPPED="$#"\nexec "$@"\n';

describe.skipIf(process.platform === 'win32')('a wrapper script', () => {
  test.each([
    ['of a layer', '/opt/wrapper', { 'layer/wrapper!': script }],
    ['beside the code', '/var/task/bin/wrapper', { 'code/bin/wrapper!': script }],
  ])('%s starts the runtime, whose command line it gets', async (_title, wrapper, files) => {
    await using running = await startHandler({
      runtime, handler, overrides, files: { ...code, ...files }, environment: { AWS_LAMBDA_EXEC_WRAPPER: wrapper },
    });
    const words = String(running.plan.args.length);
    expect(running.plan.args[0]).toBe(process.execPath);
    expect(JSON.parse((await running.api.invoke('1')).body)).toEqual([words, process.execPath, true]);
  });

  test.each([
    ['that is missing', {}, 'does not exist', 127],
    ['that is a folder', { 'layer/wrapper/file': '' }, 'does not exist', 127],
    ['that is not executable', { 'layer/wrapper': script }, 'is not an executable', 126],
  ])('%s fails as on Lambda', async (_title, files, reason, exitCode) => {
    await using running = await startHandler({
      runtime, handler, overrides, files: { ...code, ...files }, environment: { AWS_LAMBDA_EXEC_WRAPPER: '/opt/wrapper' },
    });
    expect(await running.child.exited).toEqual({ code: exitCode, signal: null });
    expect(running.child.output).toBe(`/opt/wrapper: ${reason}\n`);
  });

  test('is nothing to a runtime of the function’s own', async () => {
    await using running = await startHandler({
      runtime: 'provided.al2023',
      handler: 'x',
      files: { 'code/bootstrap!': '#!/bin/sh\necho "alone $#"\n' },
      environment: { AWS_LAMBDA_EXEC_WRAPPER: '/opt/wrapper' },
    });
    await running.child.exited;
    expect(running.child.output).toBe('alone 0\n');
  });
});
