import { open } from 'node:fs/promises';

export interface BootstrapFile {
  readonly mode: number;
  /** Its first bytes. */
  readonly head: Buffer;
}

/** Undefined where there is no such file. */
export async function readBootstrap(file: string): Promise<BootstrapFile | undefined> {
  const handle = await open(file).catch(() => undefined);
  if (handle === undefined) return undefined;
  try {
    const status = await handle.stat();
    if (!status.isFile()) return undefined;
    const { buffer, bytesRead } = await handle.read({ buffer: Buffer.alloc(256), position: 0 });
    return { mode: status.mode, head: buffer.subarray(0, bytesRead) };
  } finally {
    await handle.close();
  }
}

/** What would make the system refuse to start it, and what to do; undefined where nothing would. */
export function whyItCannotRun({ mode, head }: BootstrapFile, platform: NodeJS.Platform): string | undefined {
  const text = head.toString('latin1');
  if (platform === 'win32') return undefined;
  if ((mode & 0o111) === 0) return 'is not executable: run chmod +x on it.';
  if (platform === 'darwin' && text.startsWith('\x7fELF')) return 'is built for Linux, and this is macOS: build it for this machine.';
  if (/^#![^\n]*\r\n/.test(text)) return 'is a script with Windows line ends, which has no interpreter: save it with LF.';
  return undefined;
}
