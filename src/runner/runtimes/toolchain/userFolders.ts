import type { Host } from './host.ts';

/** Where programs that keep to the XDG folders, or to Windows' own, put a user's data. */
export function dataFolder(host: Host, name: string, windowsKind: 'Roaming' | 'Local' = 'Roaming'): string {
  const { path, windows } = host.traits;
  if (!windows) return path.join(host.variable('XDG_DATA_HOME') ?? path.join(host.home, '.local', 'share'), name);
  const folder = host.variable(windowsKind === 'Local' ? 'LOCALAPPDATA' : 'APPDATA');
  return path.join(folder ?? path.join(host.home, 'AppData', windowsKind), name);
}

/** Homebrew's roots. */
export function homebrewRoots(host: Host): readonly string[] {
  const given = host.variable('HOMEBREW_PREFIX');
  if (given !== undefined) return [given];
  if (host.platform === 'darwin') return ['/opt/homebrew', '/usr/local'];
  return host.platform === 'linux' ? ['/home/linuxbrew/.linuxbrew'] : [];
}
