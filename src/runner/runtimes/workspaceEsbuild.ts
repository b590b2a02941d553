import { stat } from 'node:fs/promises';
import type { PlatformPath } from 'node:path';

/** esbuild's main file in the nearest `node_modules` from a folder upwards; undefined where there is none. */
export async function workspaceEsbuild(folder: string, path: PlatformPath): Promise<string | undefined> {
  const file = path.join(folder, 'node_modules', 'esbuild', 'lib', 'main.js');
  if ((await stat(file).catch(() => undefined))?.isFile() === true) return file;
  const above = path.dirname(folder);
  return above === folder ? undefined : workspaceEsbuild(above, path);
}
