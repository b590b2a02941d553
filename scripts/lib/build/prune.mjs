/** Removes what an earlier build has left, so that nothing is away for a moment while something uses it. */
import { readdirSync, rmSync, rmdirSync } from 'node:fs';
import path from 'node:path';

/** @param kept absolute files. */
export function prune(folder, kept) {
  const keep = new Set(kept.map((file) => path.normalize(file)));
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const file = path.join(entry.parentPath, entry.name);
    if (!entry.isDirectory() && !keep.has(file)) rmSync(file, { force: true });
  }
  removeEmptyFolders(folder);
}

function removeEmptyFolders(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.isDirectory()) removeEmptyFolders(path.join(folder, entry.name));
  }
  if (readdirSync(folder).length === 0) rmdirSync(folder);
}
