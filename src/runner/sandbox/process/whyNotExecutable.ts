import { open } from 'node:fs/promises';
import { codeOf } from '../../../common/codedError.ts';

/** Why the system would not start a file, said before a shell says it in its own way; undefined where nothing speaks against it. */
export async function whyNotExecutable(file: string): Promise<string | undefined> {
  const opened = await open(file).catch((error: unknown) => codeOf(error) ?? 'UNKNOWN');
  // One that may be run but not read is for the system to judge.
  if (typeof opened === 'string') return opened === 'EACCES' ? undefined : `${opened}: ${file}`;
  try {
    const status = await opened.stat();
    if (!status.isFile() || (status.mode & 0o111) === 0) return `EACCES: ${file} is no executable file.`;
    const { buffer, bytesRead } = await opened.read({ buffer: Buffer.alloc(256), position: 0 });
    const interpreter = /^#![ \t]*([^\s]+)/.exec(buffer.toString('latin1', 0, bytesRead))?.[1];
    return interpreter === undefined ? undefined : await whyNoInterpreter(file, interpreter);
  } finally {
    await opened.close();
  }
}

async function whyNoInterpreter(file: string, interpreter: string): Promise<string | undefined> {
  const handle = await open(interpreter).catch((error: unknown) => codeOf(error));
  if (typeof handle === 'object') await handle.close();
  return handle === 'ENOENT' ? `ENOENT: ${file} wants ${interpreter}, which does not exist.` : undefined;
}
