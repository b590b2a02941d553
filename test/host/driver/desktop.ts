import { existsSync, realpathSync } from 'node:fs';
import path from 'node:path';

interface Surroundings {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly exists: (file: string) => boolean;
  readonly resolve: (file: string) => string;
}

export interface DesktopVsCode {
  /** The `code` command. */
  readonly command: string;
  /** The program that the command starts, which a test run needs to wait for. */
  readonly executable: string;
}

/** Where the program lies, as seen from the folder of the command. */
const executables: Partial<Record<NodeJS.Platform, readonly string[]>> = {
  linux: ['../code', '../code-oss'],
  darwin: ['../../../MacOS/Electron', '../../../MacOS/Code'],
  win32: ['../Code.exe'],
};

/** Desktop VS Code, if its `code` is on PATH and a window can open; a `code` that talks to a remote window is none. */
export function findDesktop(around: Surroundings = thisMachine): DesktopVsCode | undefined {
  if (!canShowWindows(around)) return undefined;
  const paths = pathsOf(around);
  const name = around.platform === 'win32' ? 'code.cmd' : 'code';
  for (const folder of (around.env['PATH'] ?? '').split(paths.delimiter).filter(Boolean)) {
    const command = paths.join(folder, name);
    const executable = around.exists(command) ? executableOf(around.resolve(command), around) : undefined;
    if (executable !== undefined) return { command, executable };
  }
  return undefined;
}

function executableOf(command: string, around: Surroundings): string | undefined {
  const paths = pathsOf(around);
  return executables[around.platform]?.map((relative) => paths.join(paths.dirname(command), relative)).find((file) => around.exists(file));
}

const pathsOf = ({ platform }: Surroundings): path.PlatformPath => (platform === 'win32' ? path.win32 : path.posix);

function canShowWindows({ platform, env }: Surroundings): boolean {
  return platform !== 'linux' || (env['DISPLAY'] ?? '') !== '' || (env['WAYLAND_DISPLAY'] ?? '') !== '';
}

const thisMachine: Surroundings = { platform: process.platform, env: process.env, exists: existsSync, resolve: realpathSync };
