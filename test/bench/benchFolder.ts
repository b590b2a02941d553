import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Those of this process, which go with it. */
const folders: string[] = [];

/** A new folder, which goes with this process. */
export async function benchFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'lambda-workbench-bench-'));
  if (folders.length === 0) process.once('exit', () => folders.forEach((left) => rmSync(left, { recursive: true, force: true })));
  folders.push(folder);
  return folder;
}
