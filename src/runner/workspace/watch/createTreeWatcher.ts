import { FolderByFolderWatcher } from './folderByFolderWatcher.ts';
import { RecursiveWatcher } from './recursiveWatcher.ts';
import type { TreeOptions, TreeWatcher } from './treeWatcher.ts';

/** macOS and Windows watch whole trees themselves; on Linux each folder is watched. */
export function createTreeWatcher(platform: NodeJS.Platform, options: TreeOptions): TreeWatcher {
  return platform === 'darwin' || platform === 'win32' ? new RecursiveWatcher(options) : new FolderByFolderWatcher(options);
}
