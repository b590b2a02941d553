import { posix, win32 } from 'node:path';
import type { Host } from './host.ts';
import { isVersion, type KnownFile, type Toolchain } from './toolchain.ts';
import { homebrewRoots } from './userFolders.ts';

/** One `dotnet` runs every version that is installed beside it. */
export const dotnetToolchain: Toolchain = {
  title: '.NET',
  names: () => ['dotnet'],
  versionFolders: () => [],
  files: (host) => knownFiles(host),
  probe: ['--list-runtimes'],
  // `Microsoft.NETCore.App 8.0.1 [/usr/share/dotnet/shared/Microsoft.NETCore.App]`
  parse(output, wanted) {
    const installed = [...output.matchAll(/^Microsoft\.NETCore\.App (?<version>\d+\.\d+\.\d+)\S* \[(?<folder>.+)\]\s*$/gm)].map(
      ({ groups }) => ({ version: groups?.['version'] ?? '', path: executableOf(groups?.['folder'] ?? '') }),
    );
    return installed.findLast(({ version }) => isVersion(version, wanted)) ?? installed.at(-1);
  },
};

function executableOf(shared: string): string {
  const windows = /^[A-Za-z]:/.test(shared);
  return windows ? win32.join(shared, '..', '..', 'dotnet.exe') : posix.join(shared, '..', '..', 'dotnet');
}

function knownFiles(host: Host): readonly KnownFile[] {
  const { path, windows } = host.traits;
  const program = windows ? 'dotnet.exe' : 'dotnet';
  const root = host.variable('DOTNET_ROOT');
  const file = (manager: string, ...folder: string[]): KnownFile => ({ manager, file: path.join(...folder, program) });
  return [
    ...(root === undefined ? [] : [file('DOTNET_ROOT', root)]),
    ...(windows
      ? [file('.NET', host.variable('ProgramFiles') ?? 'C:\\Program Files', 'dotnet')]
      : [file('dotnet-install', host.home, '.dotnet'), file('.NET', '/usr/share/dotnet'), file('.NET', '/usr/lib/dotnet')]),
    ...(host.platform === 'darwin' ? [file('.NET', '/usr/local/share/dotnet')] : []),
    ...homebrewRoots(host).map((homebrew) => file('Homebrew', homebrew, 'opt', 'dotnet', 'bin')),
  ];
}
