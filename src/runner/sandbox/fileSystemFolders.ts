import { createHash } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';

/** Finds the folder of this machine that stands for a file system of AWS. */
export interface FileSystemFolders {
  /** Its absolute path; it is there. */
  folderOf(arn: string): Promise<string>;
}

/** A folder for each file system or access point, kept in `folder`. */
export function fileSystemFolders(folder: string): FileSystemFolders {
  return {
    async folderOf(arn) {
      const name = (arn.split(/[:/]/).at(-1) ?? '').replace(/[^\w-]/g, '');
      // Access points of two accounts or Regions may have one name.
      const path = join(folder, `${name}-${createHash('sha256').update(arn).digest('hex').slice(0, 8)}`);
      await mkdir(path, { recursive: true });
      return path;
    },
  };
}
