import { extname } from 'node:path';

/** How Windows starts a file: batch files by its command interpreter only. */
export function windowsCommand(file: string, interpreter: string): { readonly command: string; readonly args: readonly string[] } {
  const batch = ['.cmd', '.bat'].includes(extname(file).toLowerCase());
  return batch ? { command: interpreter, args: ['/d', '/c', file] } : { command: file, args: [] };
}
