import { lstat, readdir, readlink, realpath, stat } from 'node:fs/promises';
import { isAbsolute, join, posix, relative, resolve, sep } from 'node:path';

/** What lies at a path of the merged folder. */
export type LayerEntry =
  | { readonly type: 'folder' }
  | { readonly type: 'file'; readonly source: string; readonly stamp: string }
  /** `target` is relative to the link's own folder and stays inside the merged one. */
  | { readonly type: 'link'; readonly target: string };

/** Entries by their path below /opt, with `/` between; a folder comes before what is in it. */
export type LayerTree = ReadonlyMap<string, LayerEntry>;

/** All layers in one: what a later layer has hides what an earlier one has at the same path; folders are joined. */
export async function readLayers(folders: readonly string[]): Promise<LayerTree> {
  const merged = new Map<string, LayerEntry>();
  for (const folder of folders) {
    for (const [path, entry] of await readLayer(folder)) put(merged, path, entry);
  }
  return merged;
}

function put(merged: Map<string, LayerEntry>, path: string, entry: LayerEntry): void {
  const before = merged.get(path);
  if (before?.type === 'folder' && entry.type === 'folder') return;
  if (before?.type === 'folder') {
    for (const other of merged.keys()) if (other.startsWith(`${path}/`)) merged.delete(other);
  }
  // Anew at the end: its parent may be newer than what was there.
  merged.delete(path);
  merged.set(path, entry);
}

async function readLayer(root: string): Promise<LayerTree> {
  const found = new Map<string, LayerEntry>();
  const real = await realpath(root);

  const readFolder = async (folder: string, path: string, above: readonly string[]): Promise<void> => {
    const names = await readdir(folder);
    for (const name of names.sort()) await readEntry(join(folder, name), path === '' ? name : `${path}/${name}`, above);
  };

  const readEntry = async (file: string, path: string, above: readonly string[]): Promise<void> => {
    const status = await lstat(file);
    if (status.isSymbolicLink()) {
      const target = innerTarget(real, path, await readlink(file));
      if (target === leftOut) return;
      if (target !== undefined) return void found.set(path, { type: 'link', target });
    }
    // What a link leads to outside of the layer is taken in its place, as it would not be there in /opt; one that leads nowhere is left out.
    const led = status.isSymbolicLink() ? await stat(file).catch(() => undefined) : status;
    if (led?.isFile() === true) {
      found.set(path, { type: 'file', source: file, stamp: `${led.size}:${led.mtimeMs}:${led.mode}:${led.ino}` });
    } else if (led?.isDirectory() === true) {
      const place = await realpath(file);
      if (above.includes(place)) return;
      found.set(path, { type: 'folder' });
      await readFolder(file, path, [...above, place]);
    }
  };

  await readFolder(root, '', [real]);
  return found;
}

const leftOut = Symbol('left out');

/** A link's target from its own folder, where that is inside the layer (or written as `/opt/…`); else undefined. */
function innerTarget(root: string, path: string, target: string): string | typeof leftOut | undefined {
  const folder = posix.dirname(path);
  if (target.startsWith('/opt/')) {
    const inside = posix.normalize(target.slice('/opt/'.length));
    // Out of /opt again: that is nothing of this machine's.
    if (inside === '..' || inside.startsWith('../')) return leftOut;
    return posix.relative(folder, inside) || '.';
  }
  const full = resolve(root, folder, target);
  const inside = relative(root, full);
  if (inside === '..' || inside.startsWith(`..${sep}`) || isAbsolute(inside)) return undefined;
  return posix.relative(folder, inside.split(sep).join('/')) || '.';
}
