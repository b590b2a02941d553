import { type ChildProcess, spawn } from 'node:child_process';
import { cp, mkdir } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import type { FunctionVersion } from '../../../src/runner/resources/functionVersion.ts';
import { createRuntimes } from '../../../src/runner/runtimes/createRuntimes.ts';
import type { LaunchPlan, Place } from '../../../src/runner/runtimes/launchPlan.ts';
import type { RuntimeOverrides } from '../../../src/runner/runtimes/toolchain/executableFinder.ts';
import { versionIn } from '../../shared/functionVersion.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));

export interface InstalledRuntimes {
  /** For a version whose code is a folder; `opt`: the folder of its layers. */
  plan(version: FunctionVersion, opt?: string): Promise<LaunchPlan>;
}

/** The runtimes as they are installed, in a folder of the test; `environment`: the host's, beyond this process's. */
export async function installedRuntimes(
  folder: string,
  overrides: RuntimeOverrides = {},
  environment: NodeJS.ProcessEnv = {},
): Promise<InstalledRuntimes> {
  const assets = join(folder, 'runtimes');
  await mkdir(assets);
  await cp(join(root, 'src/runner/runtimes/assets'), assets, { recursive: true, filter: (source) => !source.endsWith('__pycache__') });
  await cp(join(root, 'node_modules/aws-lambda-ric/index.mjs'), join(assets, 'nodejs/index.mjs'));
  const runtimes = createRuntimes({
    platform: process.platform,
    environment: { ...process.env, ...environment },
    home: homedir(),
    overrides: () => overrides,
    ownNode: process.execPath,
  });
  return {
    plan: (version, opt = join(folder, 'opt')) =>
      runtimes.plan(version, {
        task: same(version.code.path),
        opt: same(opt),
        assets: same(assets),
        cache: same(join(folder, 'compiled')),
      }),
  };
}

/** A folder that processes see where it lies. */
export function same(path: string): Place {
  return { inside: path, host: path };
}

export function functionVersion(
  runtime: string,
  handler: string,
  codeFolder: string,
  environment: Readonly<Record<string, string>> = {},
  memory = 128,
): FunctionVersion {
  const settings = { Runtime: runtime, Handler: handler, Environment: environment, MemorySize: memory };
  return versionIn(codeFolder, { settings });
}

export interface Frame {
  /** Such as `a55a0003`. */
  readonly type: string;
  readonly text: string;
  /** In milliseconds since 1970. */
  readonly time: number;
}

export interface LaunchedRuntime extends AsyncDisposable {
  readonly pid: number;
  /** Standard output and error so far. */
  readonly output: string;
  /** What it wrote in frames so far. */
  readonly frames: readonly Frame[];
  /** Settles once it has ended and its output is complete. */
  readonly exited: Promise<{ readonly code: number | null; readonly signal: NodeJS.Signals | null }>;
}

/** Starts a plan as an execution environment would; with `frames`, the runtime may write its logs in frames. */
export function launch(plan: LaunchPlan, version: FunctionVersion, address: string, frames = false): LaunchedRuntime {
  const child: ChildProcess = spawn(plan.command, [...plan.args], {
    cwd: version.code.path,
    stdio: ['ignore', 'pipe', 'pipe', ...(frames ? ['pipe' as const] : [])],
    env: {
      ...plan.variables,
      ...version.settings.Environment,
      AWS_LAMBDA_RUNTIME_API: address,
      AWS_LAMBDA_FUNCTION_NAME: 'f',
      AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(version.settings.MemorySize),
      AWS_LAMBDA_LOG_GROUP_NAME: '/aws/lambda/f',
      AWS_LAMBDA_LOG_STREAM_NAME: 'stream',
      LAMBDA_TASK_ROOT: version.code.path,
      _HANDLER: version.settings.Handler,
      ...(frames && { _LAMBDA_TELEMETRY_LOG_FD: '3' }),
    },
  });
  let framed = Buffer.alloc(0);
  const framePipe = child.stdio[3];
  if (framePipe instanceof Readable) framePipe.on('data', (bytes: Buffer) => (framed = Buffer.concat([framed, bytes])));
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
    get frames() {
      return [...framesIn(framed)];
    },
    exited,
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL');
      await exited;
    },
  };
}

function* framesIn(bytes: Buffer): Iterable<Frame> {
  const headBytes = 16;
  for (let at = 0; at + headBytes <= bytes.length; ) {
    const length = bytes.readUInt32BE(at + 4);
    yield {
      type: bytes.toString('hex', at, at + 4),
      text: bytes.toString('utf8', at + headBytes, at + headBytes + length),
      time: Number(bytes.readBigUInt64BE(at + 8)) / 1000,
    };
    at += headBytes + length;
  }
}
