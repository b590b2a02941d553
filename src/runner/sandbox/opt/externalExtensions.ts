import { readdir, stat } from 'node:fs/promises';
import { extname, join } from 'node:path';

export type ExecutableKind = 'mode' | 'ending' | 'any';

export function executableKind(platform: NodeJS.Platform): ExecutableKind {
  return platform === 'win32' ? 'ending' : 'mode';
}

/** What Windows takes for executable. */
const windowsEndings: ReadonlySet<string> = new Set(['.exe', '.cmd', '.bat']);

const kinds: Readonly<Record<ExecutableKind, (name: string, mode: number) => boolean>> = {
  mode: (_name, mode) => (mode & 0o111) !== 0,
  ending: (name) => windowsEndings.has(extname(name).toLowerCase()),
  any: () => true,
};

/**
 * Names of the executable files in `extensions/` of a folder that is to be /opt, sorted.
 * @param kind what tells them: bits of their mode, the endings of Windows, or nothing where files of Linux lie on Windows.
 */
export async function externalExtensions(opt: string, kind: ExecutableKind): Promise<readonly string[]> {
  const folder = join(opt, 'extensions');
  const names = await readdir(folder).catch(() => []);
  const executable = await Promise.all(
    names.map(async (name) => {
      const status = await stat(join(folder, name)).catch(() => undefined);
      if (status?.isFile() !== true) return false;
      return kinds[kind](name, status.mode);
    }),
  );
  return names.filter((_name, index) => executable[index]).sort();
}
