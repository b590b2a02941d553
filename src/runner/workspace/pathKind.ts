import { stat } from 'node:fs/promises';

export type PathKind = 'file' | 'folder' | 'missing';

/** What is at a path; what cannot be looked at counts as missing, and so does a device or a pipe. */
export async function pathKind(path: string): Promise<PathKind> {
  try {
    const stats = await stat(path);
    if (stats.isDirectory()) return 'folder';
    return stats.isFile() ? 'file' : 'missing';
  } catch {
    return 'missing';
  }
}
