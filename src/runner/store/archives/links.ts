import { copyFile, stat, symlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { codeOf } from '../../../common/codedError.ts';
import { packageErrors } from '../../../lambda/package/packageErrors.ts';

export interface Link {
  readonly path: string;
  /** As the archive has it: relative to the link's folder. */
  readonly target: string;
}

/** Makes the symbolic links of an archive, once its files are there. */
export async function makeLinks(links: readonly Link[], platform: string): Promise<void> {
  for (const link of links) {
    await (platform === 'win32' ? makeWindowsLink(link) : symlink(link.target, link.path));
  }
}

/** Windows lets only some users make links: a link to a file becomes a copy for the others. */
async function makeWindowsLink({ path, target }: Link): Promise<void> {
  const full = join(dirname(path), target);
  const found = await stat(full).catch(() => undefined);
  try {
    await symlink(target.replaceAll('/', '\\'), path, found?.isDirectory() === true ? 'dir' : 'file');
  } catch (error) {
    if (codeOf(error) !== 'EPERM') throw error;
    if (found?.isFile() !== true) {
      throw packageErrors.broken(
        'It has symbolic links to folders, which Windows does not let you make: ' +
          'turn on Developer Mode of Windows, or zip the files themselves.',
      );
    }
    await copyFile(full, path);
  }
}
