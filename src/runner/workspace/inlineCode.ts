import { createHash, randomUUID } from 'node:crypto';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathKind } from './pathKind.ts';

/** Lays down code that is written inside a template, in a folder of its own below `root`; the same code has the same folder. */
export async function layDownInlineCode(root: string, fileName: string, text: string): Promise<string> {
  const folder = join(root, createHash('sha256').update(fileName).update('\0').update(text).digest('hex').slice(0, 32));
  const file = join(folder, fileName);
  if ((await pathKind(file)) === 'file') return folder;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  // Renamed into place, so that half a file is never run.
  const draft = `${file}.${randomUUID()}.tmp`;
  await writeFile(draft, text);
  await rename(draft, file);
  return folder;
}
