import { lstat, readlink } from 'node:fs/promises';

/** A folder of the machine's root: itself, or a link (as `/bin` → `usr/bin`). */
export interface RootFolder {
  readonly path: string;
  readonly target?: string;
}

const systemFolders = ['/usr', '/bin', '/sbin', '/lib', '/lib32', '/lib64', '/libx32'];

/** The machine's folders of programs and libraries, as far as it has them. */
export async function readSystemFolders(): Promise<readonly RootFolder[]> {
  const found = await Promise.all(
    systemFolders.map(async (path): Promise<readonly RootFolder[]> => {
      const status = await lstat(path).catch(() => undefined);
      if (status === undefined) return [];
      return status.isSymbolicLink() ? [{ path, target: await readlink(path) }] : [{ path }];
    }),
  );
  return found.flat();
}
