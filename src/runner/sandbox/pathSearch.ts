import { access, constants } from 'node:fs/promises';
import { posix, win32 } from 'node:path';

/** Finds executables on a PATH. */
export type PathSearch = (name: string) => Promise<string | undefined>;

/** @param path the host's PATH. */
export function pathSearch(path: string | undefined, platform: NodeJS.Platform): PathSearch {
  const windows = platform === 'win32';
  const paths = windows ? win32 : posix;
  const folders = (path ?? '').split(paths.delimiter).filter((folder) => paths.isAbsolute(folder));
  const endings = windows ? ['.exe'] : [''];
  return async (name) => {
    for (const folder of folders) {
      for (const ending of endings) {
        const file = paths.join(folder, name + ending);
        if (await access(file, constants.X_OK).then(() => true, () => false)) return file;
      }
    }
    return undefined;
  };
}
