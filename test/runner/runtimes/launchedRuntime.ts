import { type ChildProcess, spawn } from 'node:child_process';
import { cp, mkdir } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { FunctionVersion } from '../../../src/runner/resources/functionVersion.ts';
import { createRuntimes } from '../../../src/runner/runtimes/createRuntimes.ts';
import type { LaunchPlan, Runtimes } from '../../../src/runner/runtimes/launchPlan.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));

/** The runtimes as they are installed, in a folder of the test. */
export async function installedRuntimes(folder: string, overrides: Readonly<Record<string, string>> = {}): Promise<Runtimes> {
  const assets = join(folder, 'runtimes');
  await mkdir(assets);
  await cp(join(root, 'src/runner/runtimes/assets'), assets, { recursive: true, filter: (source) => !source.endsWith('__pycache__') });
  await cp(join(root, 'node_modules/aws-lambda-ric/index.mjs'), join(assets, 'nodejs/index.mjs'));
  return createRuntimes({
    platform: process.platform,
    environment: process.env,
    home: homedir(),
    overrides: () => overrides,
    assets,
    cache: join(folder, 'compiled'),
    ownNode: process.execPath,
  });
}

export function functionVersion(
  runtime: string,
  handler: string,
  codeFolder: string,
  more: { readonly layers?: readonly string[]; readonly environment?: Readonly<Record<string, string>> } = {},
): FunctionVersion {
  return {
    settings: {
      FunctionName: 'f',
      Runtime: runtime,
      Handler: handler,
      Role: 'arn:aws:iam::000000000000:role/r',
      Description: '',
      Timeout: 3,
      MemorySize: 128,
      Environment: more.environment ?? {},
      Architecture: 'x86_64',
      EphemeralStorage: 512,
    },
    version: '$LATEST',
    arn: 'arn:aws:lambda:us-east-1:000000000000:function:f',
    code: { type: 'folder', path: codeFolder },
    layers: more.layers ?? [],
    origin: { type: 'api' },
    revision: '1',
  };
}

export interface LaunchedRuntime extends AsyncDisposable {
  readonly pid: number;
  /** Standard output and error so far. */
  readonly output: string;
  /** Settles once it has ended and its output is complete. */
  readonly exited: Promise<{ readonly code: number | null; readonly signal: NodeJS.Signals | null }>;
}

/** Starts a plan as an execution environment would. */
export function launch(plan: LaunchPlan, version: FunctionVersion, address: string): LaunchedRuntime {
  const child: ChildProcess = spawn(plan.command, [...plan.args], {
    cwd: version.code.path,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...plan.variables,
      ...version.settings.Environment,
      AWS_LAMBDA_RUNTIME_API: address,
      AWS_LAMBDA_FUNCTION_NAME: 'f',
      AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '128',
      AWS_LAMBDA_LOG_GROUP_NAME: '/aws/lambda/f',
      AWS_LAMBDA_LOG_STREAM_NAME: 'stream',
      LAMBDA_TASK_ROOT: version.code.path,
      _HANDLER: version.settings.Handler,
    },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  const exited = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => resolve({ code, signal }));
  });
  return {
    pid: child.pid ?? 0,
    get output() {
      return output;
    },
    exited,
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL');
      await exited;
    },
  };
}
