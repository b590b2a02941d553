import { join } from 'node:path';

/** Where the region's data lies unless told otherwise: the user's own data folder, as each system names it. */
export function defaultDataFolder(platform: NodeJS.Platform, home: string, environment: NodeJS.ProcessEnv): string {
  const name = 'lambda-workbench';
  if (platform === 'win32') return join(environment['LOCALAPPDATA'] ?? join(home, 'AppData', 'Local'), name);
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', name);
  return join(environment['XDG_DATA_HOME'] ?? join(home, '.local', 'share'), name);
}
