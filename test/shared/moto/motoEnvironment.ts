import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rename, rm, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { versionOf } from '../toolchain.ts';

const requirement = 'moto[server]==5.2.5';
const cache = join(homedir(), '.cache', 'lambda-workbench-tests');
const windows = process.platform === 'win32';

/** The first run fetches moto and what it needs from PyPI. */
export const motoInstallTimeoutMs = 300_000;

/** The Python of a virtual environment that has moto, which an earlier run may have made. */
export async function motoPython(): Promise<string> {
  const key = createHash('sha256').update(JSON.stringify([requirement, versionOf('python3')])).digest('hex').slice(0, 20);
  const target = join(cache, `moto-${key}`);
  if (!(await exists(target))) await make(target);
  return pythonOf(target);
}

async function make(target: string): Promise<void> {
  await mkdir(cache, { recursive: true });
  const folder = await mkdtemp(join(cache, 'moto-unfinished-'));
  const run = promisify(execFile);
  try {
    const made = join(folder, 'environment');
    await run('python3', ['-m', 'venv', made], { timeout: motoInstallTimeoutMs });
    // The scripts beside Python name this folder; Python itself may be moved with it.
    await run(pythonOf(made), ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', requirement], { timeout: motoInstallTimeoutMs });
    // Another test's process may have been quicker.
    await rename(made, target).catch(async (error: unknown) => {
      if (!(await exists(target))) throw error;
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function pythonOf(environment: string): string {
  return windows ? join(environment, 'Scripts', 'python.exe') : join(environment, 'bin', 'python');
}

async function exists(folder: string): Promise<boolean> {
  return (await stat(folder).catch(() => undefined)) !== undefined;
}
