import { readdir, readFile, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Names of a database's files that fit, in their order. */
export async function filesLike(folder: string, pattern: RegExp): Promise<readonly string[]> {
  return (await readdir(folder)).filter((name) => pattern.test(name)).sort();
}

/** Inverts bits of one byte; a negative place counts from the end. */
export async function flipByte(file: string, at: number): Promise<void> {
  const bytes = await readFile(file);
  const place = at < 0 ? bytes.length + at : at;
  bytes[place] = (bytes[place] ?? 0) ^ 0x55;
  await writeFile(file, bytes);
}

/** Takes bytes from a file's end. */
export async function cutOff(file: string, count: number): Promise<void> {
  await truncate(file, Math.max(0, (await readFile(file)).length - count));
}

/** All that the files of a folder hold, by name. */
export async function contentOf(folder: string): Promise<Readonly<Record<string, string>>> {
  const names = (await readdir(folder, { withFileTypes: true })).filter((entry) => entry.isFile()).map(({ name }) => name);
  const contents = await Promise.all(names.map(async (name) => [name, (await readFile(join(folder, name))).toString('base64')] as const));
  return Object.fromEntries(contents);
}
