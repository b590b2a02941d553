import { describe, expect, test } from 'vitest';
import { codeOf, messageOf } from '../../../src/common/codedError.ts';
import { temporaryWorkspace } from '../../shared/temporaryWorkspace.ts';
import { functionVersion, installedRuntimes, launch } from './launchedRuntime.ts';
import { startRuntimeApi } from './scriptedRuntimeApi.ts';

/** A runtime of the function's own, in a few lines. */
const bootstrap = `#!${process.execPath}
const base = 'http://' + process.env.AWS_LAMBDA_RUNTIME_API + '/2018-06-01/runtime/invocation/';
(async () => {
  for (;;) {
    const next = await fetch(base + 'next');
    const id = next.headers.get('lambda-runtime-aws-request-id');
    const { _HANDLER: handler, AWS_EXECUTION_ENV: env = null } = process.env;
    const body = JSON.stringify({ event: await next.json(), handler, env, cwd: process.cwd() });
    await fetch(base + id + '/response', { method: 'POST', body });
  }
})();
`;

describe.skipIf(process.platform === 'win32')('a bootstrap', () => {
  test.each(['code', 'layer'])('in %s is run with the Runtime API', async (folder) => {
    await using workspace = await temporaryWorkspace({ 'code/other': '' });
    await workspace.write(`${folder}/bootstrap`, bootstrap, 0o755);
    const runtimes = await installedRuntimes(workspace.folder);
    const version = functionVersion('provided.al2023', 'anything', workspace.path('code'));
    const plan = await runtimes.plan(version, workspace.path('layer'));
    expect(plan.command).toBe(workspace.path(`${folder}/bootstrap`));
    await using api = await startRuntimeApi();
    await using _child = launch(plan, version, api.address);
    for (const event of [1, 2]) {
      const answer = await api.invoke(String(event));
      expect(JSON.parse(answer.body)).toEqual({ event, handler: 'anything', env: null, cwd: workspace.path('code') });
    }
  });

  const refused: Readonly<Record<string, [name: string, text: string, mode: number, message: RegExp]>> = {
    'is missing': [
      'other',
      '',
      0o644,
      /^f \(provided\.al2023\) has no bootstrap\. Looked in .*[\\/]code, .*[\\/]layer\. Build/,
    ],
    'is a folder': ['bootstrap/file', '', 0o644, /has no bootstrap/],
    'is not executable': ['bootstrap', bootstrap, 0o644, /code[\\/]bootstrap is not executable: run chmod \+x on it\.$/],
    'has Windows line ends': ['bootstrap', '#!/bin/sh\r\necho\r\n', 0o755, /code[\\/]bootstrap is a script with Windows line ends/],
  };

  test.each(Object.entries(refused))('that %s is refused', async (_title, [name, text, mode, message]) => {
    await using workspace = await temporaryWorkspace();
    await workspace.write(`code/${name}`, text, mode);
    const runtimes = await installedRuntimes(workspace.folder);
    const version = functionVersion('provided.al2023', 'anything', workspace.path('code'));
    const error: unknown = await runtimes.plan(version, workspace.path('layer')).catch((error: unknown) => error);
    expect(codeOf(error)).toBe('BOOTSTRAP_MISSING');
    expect(messageOf(error)).toMatch(message);
  });
});
