import { cp } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createRuntimes } from '../../../src/runner/runtimes/createRuntimes.ts';
import { versionIn } from '../../shared/functionVersion.ts';
import { isolationOf } from '../../shared/housedScript.ts';
import { temporaryWorkspace } from '../../shared/temporaryWorkspace.ts';
import { needs } from '../../shared/toolchain.ts';
import { startRuntimeApi } from '../runtimes/scriptedRuntimeApi.ts';

const root = join(import.meta.dirname, '..', '..', '..');

interface Row {
  readonly runtime: string;
  readonly handler: string;
  readonly files: Readonly<Record<string, string>>;
}

const rows: readonly Row[] = [
  {
    runtime: 'nodejs24.x',
    handler: 'index.handler',
    files: {
      'code/index.mjs': "import { createRequire } from 'node:module';\nexport const handler = async () => [import.meta.url, createRequire('/var/task/')('greeting')];",
      'layer/nodejs/node_modules/greeting/index.js': "module.exports = 'from /opt';",
    },
  },
  {
    runtime: 'python3.11',
    handler: 'index.handler',
    files: {
      'code/index.py': "import greeting\ndef handler(event, context): return ['file://' + __file__, greeting.text]",
      'layer/python/greeting.py': "text = 'from ' + __file__[:4]",
    },
  },
];

describe.runIf(process.platform === 'linux')('a runtime as it is installed, in a sandbox', () => {
  needs('bwrap', 'python3.11');

  test.each(rows)('$runtime finds its code and its layers, and answers', async ({ runtime, handler, files }) => {
    await using workspace = await temporaryWorkspace(files);
    const assets = workspace.path('runtimes');
    await cp(join(root, 'src/runner/runtimes/assets'), assets, { recursive: true });
    await cp(join(root, 'node_modules/aws-lambda-ric/index.mjs'), join(assets, 'nodejs/index.mjs'));
    const { platform, env: environment, execPath: ownNode } = process;
    const runtimes = createRuntimes({ platform, environment, home: homedir(), overrides: () => ({}), ownNode });
    const isolation = await isolationOf(workspace.path('data'), 'sandbox', { runtimes, assets, home: homedir() });
    const layers = [{ type: 'folder' as const, path: workspace.path('layer') }];
    const housing = await isolation.open(versionIn(workspace.path('code'), { layers, settings: { Runtime: runtime, Handler: handler } }), { environmentId: 'r' });
    await using api = await startRuntimeApi();
    let output = '';
    const running = await housing.startRuntime({
      environment: {
        AWS_LAMBDA_RUNTIME_API: api.address,
        AWS_LAMBDA_FUNCTION_NAME: 'f',
        AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
        AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '128',
        AWS_LAMBDA_LOG_GROUP_NAME: '/aws/lambda/f',
        AWS_LAMBDA_LOG_STREAM_NAME: 's',
        AWS_REGION: 'us-east-1',
        LAMBDA_TASK_ROOT: housing.taskRoot,
        _HANDLER: handler,
      },
      onOutput: (text) => (output += text),
    });
    const { body } = await api.invoke('{}');
    const file = runtime.startsWith('node') ? 'index.mjs' : 'index.py';
    expect(JSON.parse(body), output).toEqual([`file:///var/task/${file}`, 'from /opt']);
    running.kill();
    await running.exit;
    await housing.close();
  });
});
