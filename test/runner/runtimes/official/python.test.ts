import { beforeAll, describe, expect, test } from 'vitest';
import { temporaryWorkspace } from '../../../shared/temporaryWorkspace.ts';
import { needs, versionOf } from '../../../shared/toolchain.ts';
import { fileURLToPath } from 'node:url';
import { copyFile, cp } from 'node:fs/promises';
import { join } from 'node:path';
import { type HandlerProcess, startHandler } from '../handlerProcess.ts';
import { builtFixture, buildTimeoutMs } from './builtFixture.ts';
import { itSpeaksTheRuntimeApi } from './clientContract.ts';
import { expectServed } from './servedFunction.ts';

const source = fileURLToPath(new URL('../../../fixtures/runtimes/python/', import.meta.url));

describe('awslambdaric', () => {
  needs('python3');
  const toolchain = versionOf('python3');
  const runtime = `python${/\d+\.\d+/.exec(toolchain ?? '')?.[0] ?? ''}`;
  let packages = '';

  beforeAll(async () => {
    if (toolchain === undefined) return;
    const install = ['python3', '-m', 'pip', 'install', '--quiet', '--no-deps', '--target', 'packages', '-r', 'requirements.txt'] as const;
    packages = await builtFixture({ name: 'python', toolchain, commands: [install], keep: ['packages'] });
  }, buildTimeoutMs);

  const more = (environment: Readonly<Record<string, string>>, frames: boolean) => ({
    handler: 'app.handler',
    environment,
    frames,
    memory: 512,
  });

  /** AWS's client, started as a runtime of the function's own. */
  async function theirs(environment: Readonly<Record<string, string>> = {}, frames = false): Promise<HandlerProcess> {
    const code = await temporaryWorkspace();
    await copyFile(join(source, 'app.py'), code.path('app.py'));
    await code.write('bootstrap', '#!/bin/sh\nexec python3 -m awslambdaric "$_HANDLER"\n', 0o755);
    const variables = {
      PYTHONPATH: join(packages, 'packages'),
      AWS_EXECUTION_ENV: `AWS_Lambda_${runtime}`,
      PATH: process.env['PATH'] ?? '',
      ...environment,
    };
    const running = await startHandler({ runtime: 'provided.al2023', codeFolder: code.folder, ...more(variables, frames) });
    return {
      ...running,
      async [Symbol.asyncDispose]() {
        await running[Symbol.asyncDispose]();
        await code[Symbol.asyncDispose]();
      },
    };
  }

  const ours = (environment: Readonly<Record<string, string>> = {}, frames = false) =>
    startHandler({ runtime, codeFolder: source, ...more(environment, frames) });

  itSpeaksTheRuntimeApi({ start: theirs, errorType: 'ValueError' });

  describe('and ours', () => itSpeaksTheRuntimeApi({ start: ours, errorType: 'ValueError' }));

  test('ours serves as a function', () =>
    expectServed({ runtime, handler: 'app.handler', lay: (folder) => cp(source, folder, { recursive: true }), errorType: 'ValueError' }));

  const settings: Readonly<Record<string, Readonly<Record<string, string>>>> = {
    text: {},
    'text of a level': { AWS_LAMBDA_LOG_LEVEL: 'INFO' },
    JSON: { AWS_LAMBDA_LOG_FORMAT: 'JSON' },
    'JSON of a level': { AWS_LAMBDA_LOG_FORMAT: 'JSON', AWS_LAMBDA_LOG_LEVEL: 'TRACE' },
  };
  const cases = Object.entries(settings).flatMap(([title, environment]) => [false, true].map((frames) => ({ title, environment, frames })));

  test.each(cases)('log and answer the same: $title, in frames $frames', async ({ environment, frames }) => {
    const both = await Promise.all([seen(await theirs(environment, frames)), seen(await ours(environment, frames))]);
    expect(both[1]).toEqual(both[0]);
    expect(both[0].output).toContain('printed');
    expect(both[0].frames).toHaveLength(frames ? (environment['AWS_LAMBDA_LOG_LEVEL'] === undefined ? 5 : 6) : 0);
  });

  /** What comes of a few invocations, without what differs each time. */
  async function seen(started: HandlerProcess) {
    await using running = started;
    const posts = [];
    for (const event of ['{"do":"log"}', '{"do":"fail"}', '{"do":"context"}', '"é"', 'nope']) {
      const { path, body, headers } = await running.api.invoke(event, { headers: { 'Lambda-Runtime-Aws-Tenant-Id': 'blue' } });
      const { deadline: _deadline, ...rest } = JSON.parse(body);
      const answer: unknown = typeof JSON.parse(body) === 'string' ? body : rest;
      posts.push([path, headers['content-type'], headers['lambda-runtime-function-error-type'], answer]);
    }
    const same = (text: string) =>
      text
        .replaceAll(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{3})?Z/g, 'TIME')
        .replaceAll(/[^"\s]*\/app\.py/g, 'app.py')
        .replaceAll(/^.*LAMBDA_WARNING.*\n/gm, '');
    // What it wrote is all there once it has ended.
    await running.child[Symbol.asyncDispose]();
    const frames = running.child.frames.map(({ type, text }) => [type, same(text)]);
    return { posts: same(JSON.stringify(posts)), output: same(running.child.output), frames };
  }
});
