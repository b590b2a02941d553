import { realpath } from 'node:fs/promises';
import { dirname, isAbsolute, relative } from 'node:path';
import type { LaunchPlan } from '../../runtimes/launchPlan.ts';

/**
 * The folders to show of a runtime's toolchain: what it names, with what its links lead to; never a folder that holds the user's home,
 * for which the command's own folder stands.
 */
export async function toolchainFolders({ command, toolchain }: LaunchPlan, home: string): Promise<readonly string[]> {
  const real = await realpath(command).catch(() => command);
  const named = await Promise.all(toolchain.map(async (folder) => [folder, await realpath(folder).catch(() => folder)]));
  const wanted = [...named.flat(), ...(real === command || !isAbsolute(command) ? [] : [dirname(dirname(real))])];
  const shown = wanted.flatMap((folder) => (holds(folder, home) ? [dirname(command), dirname(real)] : [folder]));
  const safe = shown.filter((folder) => isAbsolute(folder) && !holds(folder, home) && !isSystem(folder));
  return [...new Set(safe)].sort();
}

/** Whether a folder is the other, or above it. */
function holds(folder: string, other: string): boolean {
  const path = relative(folder, other);
  return !path.startsWith('..') && !isAbsolute(path);
}

/** What every sandbox shows. */
function isSystem(folder: string): boolean {
  return ['/usr', '/bin', '/lib', '/lib64'].some((system) => holds(system, folder));
}
