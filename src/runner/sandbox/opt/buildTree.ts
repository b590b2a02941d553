import { constants, type Stats } from 'node:fs';
import { copyFile, link, lstat, mkdir, stat, symlink, utimes } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { codeOf } from '../../../common/codedError.ts';
import type { LayerEntry, LayerTree } from './layerTree.ts';

/** The calls to the file system that tests may let fail. */
export interface TreeBuilder {
  link(from: string, to: string): Promise<void>;
}

const atOnce = 16;

/** Makes what the tree says in an empty folder: files as hard links, or as copies with mode and time where the system makes none. */
export async function buildTree(folder: string, tree: LayerTree, builder: TreeBuilder = { link }): Promise<void> {
  const entries = [...tree];
  for (const [path, entry] of entries) if (entry.type === 'folder') await mkdir(join(folder, path), { recursive: true });
  const files = entries.filter(([, { type }]) => type === 'file').values();
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      for (const [path, entry] of files) if (entry.type === 'file') await placeFile(entry.source, join(folder, path), builder);
    }),
  );
  for (const [path, entry] of entries) if (entry.type === 'link') await placeLink(folder, path, entry);
}

async function placeFile(source: string, target: string, builder: TreeBuilder): Promise<void> {
  const status = await stat(source);
  try {
    // A symbolic link's own hard link would lead out of the folder.
    if (await isPlain(source, status)) return await builder.link(source, target);
  } catch (error) {
    if (codeOf(error) === 'ENOSPC') throw error;
  }
  await copyFile(source, target, constants.COPYFILE_FICLONE);
  await utimes(target, status.atime, status.mtime);
}

async function isPlain(file: string, status: Stats): Promise<boolean> {
  return (await lstat(file)).ino === status.ino;
}

async function placeLink(folder: string, path: string, { target }: Extract<LayerEntry, { type: 'link' }>): Promise<void> {
  const file = join(folder, path);
  try {
    await symlink(target, file);
  } catch (error) {
    if (codeOf(error) !== 'EPERM') throw error;
    // Windows lets only some users make links.
    await copyFile(join(dirname(file), target), file).catch(() => {});
  }
}
