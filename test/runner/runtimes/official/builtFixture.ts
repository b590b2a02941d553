import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cp, mkdir, mkdtemp, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const fixtures = fileURLToPath(new URL('../../../fixtures/runtimes/', import.meta.url));
const builds = join(homedir(), '.cache', 'lambda-workbench-tests');

/** The first build fetches libraries. */
export const buildTimeoutMs = 300_000;

export interface Build {
  /** The folder below test/fixtures/runtimes. */
  readonly name: string;
  /** The compiler's version, say: another one builds again. */
  readonly toolchain: string;
  /** Commands in a copy of the fixture. */
  readonly commands: readonly (readonly [command: string, ...args: string[]])[];
  readonly environment?: Readonly<Record<string, string>>;
  /** What is kept of the copy. */
  readonly keep: readonly string[];
}

/** Builds a fixture, or takes what an earlier run built of the same files; answers the folder. */
export async function builtFixture({ name, toolchain, commands, environment, keep }: Build): Promise<string> {
  const source = join(fixtures, name);
  const key = createHash('sha256').update(JSON.stringify([toolchain, commands, environment, keep]));
  const entries = (await readdir(source, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
  for (const file of entries.map(({ parentPath, name: file }) => join(parentPath, file)).sort()) {
    key.update(file.slice(source.length)).update(await readFile(file));
  }
  const target = join(builds, `${name}-${key.digest('hex').slice(0, 20)}`);
  if ((await stat(target).catch(() => undefined)) !== undefined) return target;
  await mkdir(builds, { recursive: true });
  const folder = await mkdtemp(join(builds, `${name}-unfinished-`));
  try {
    const work = join(folder, 'work');
    await cp(source, work, { recursive: true });
    for (const [command, ...args] of commands) {
      await promisify(execFile)(command, args, { cwd: work, timeout: buildTimeoutMs, env: { ...process.env, ...environment } });
    }
    const done = join(folder, 'done');
    await mkdir(done);
    for (const path of keep) await rename(join(work, path), join(done, path.split('/').at(-1) ?? path));
    // Another test's process may have been quicker.
    await rename(done, target).catch(async (error: unknown) => {
      if ((await stat(target).catch(() => undefined)) === undefined) throw error;
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  return target;
}
