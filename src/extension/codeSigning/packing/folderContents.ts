import type { Stats } from 'node:fs';
import { lstat, readdir, readlink, realpath } from 'node:fs/promises';
import { dirname, isAbsolute, join, posix, relative, resolve, sep } from 'node:path';

/** What a folder's zip is made of; names with `/`. */
export type FolderItem =
  | { readonly type: 'folder'; readonly name: string }
  | { readonly type: 'file'; readonly name: string; readonly path: string; readonly size: number; readonly executable: boolean }
  /** `target` as the zip holds it: relative, with `/`. */
  | { readonly type: 'link'; readonly name: string; readonly target: string }
  /** Of a link that leads out of the folder, or nowhere: nothing outside is taken along unseen. */
  | { readonly type: 'strayLink'; readonly name: string };

/** What no deployment package needs. */
const leftOut: ReadonlySet<string> = new Set(['.git', '.DS_Store', 'Thumbs.db']);

/** Everything in a folder, in the order of names, so that the same folder makes the same zip. Sockets and the like are passed over. */
export async function* folderContents(folder: string, platform: NodeJS.Platform): AsyncGenerator<FolderItem> {
  const root = await realpath(folder);
  yield* contentsOf(root, root, platform);
}

async function* contentsOf(root: string, folder: string, platform: NodeJS.Platform): AsyncGenerator<FolderItem> {
  const names = (await readdir(folder)).filter((name) => !leftOut.has(name)).sort();
  for (const each of names) {
    const path = join(folder, each);
    const stats = await lstat(path);
    const name = relative(root, path).split(sep).join('/');
    if (stats.isSymbolicLink()) yield await linkItem(root, path, name);
    else if (stats.isFile()) yield { type: 'file', name, path, size: stats.size, executable: isExecutable(stats, platform) };
    else if (stats.isDirectory()) {
      yield { type: 'folder', name: `${name}/` };
      yield* contentsOf(root, path, platform);
    }
  }
}

async function linkItem(root: string, path: string, name: string): Promise<FolderItem> {
  // Where it leads when every link on the way is followed; and as it is written, which is what another machine sees.
  const end = await realpath(path).catch(() => undefined);
  const target = resolve(dirname(path), await readlink(path));
  if (end === undefined || !isWithin(root, end) || !isWithin(root, target)) return { type: 'strayLink', name };
  const written = relative(dirname(path), target).split(sep).join('/');
  return { type: 'link', name, target: written === '' ? '.' : posix.normalize(written) };
}

function isWithin(root: string, path: string): boolean {
  const way = relative(root, path);
  return way === '' || (!isAbsolute(way) && way.split(sep)[0] !== '..');
}

/** Windows has no such bit: Lambda may run any file then, which does no harm to those that it only reads. */
function isExecutable({ mode }: Stats, platform: NodeJS.Platform): boolean {
  return platform === 'win32' || (mode & 0o111) !== 0;
}
