import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { builtFixture } from '../../runner/runtimes/official/builtFixture.ts';
import { versionOf } from '../../shared/toolchain.ts';
import { zipBytes } from '../../unit/runner/store/archives/zipBytes.ts';

/** A function that sleeps, as often at once as one likes: a small program, so that the machine measures no start of a language. */
export async function sleeperZip(): Promise<Buffer> {
  const build = ['g++', '-std=c++17', '-O2', '-o', 'bootstrap', 'bootstrap.cpp'] as const;
  const folder = await builtFixture({ name: 'sleeper', toolchain: versionOf('g++') ?? '', commands: [build], keep: ['bootstrap'] });
  return zipBytes([{ name: 'bootstrap', content: await readFile(join(folder, 'bootstrap')), mode: 0o100_755, deflated: true }]);
}
