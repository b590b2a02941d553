import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rename, rm, stat, writeFile } from 'node:fs/promises';
import type { Host } from '../toolchain/host.ts';
import type { JarContents } from './jarContents.ts';

const architectures: Readonly<Partial<Record<NodeJS.Architecture, string>>> = { x64: 'x86_64', arm64: 'aarch_64' };

/**
 * Keeps the client's native part in a folder, and answers its file's name there; undefined where the client has none for this machine.
 * The client by itself would unpack it over the one file in /tmp that other environments' processes have mapped.
 */
export async function keepNativeClient(holder: string, folder: string, host: Host, contents: JarContents): Promise<string | undefined> {
  const architecture = architectures[host.architecture];
  if (architecture === undefined) return undefined;
  const musl = (await host.list('/lib')).some((name) => name.startsWith('ld-musl-'));
  const bytes = await contents.bytes(holder, `jni/libaws-lambda-jni.linux${musl ? '_musl' : ''}-${architecture}.so`);
  if (bytes === undefined) return undefined;
  const name = `libaws-lambda-jni-${createHash('sha256').update(bytes).digest('hex').slice(0, 16)}.so`;
  const { path } = host.traits;
  const file = path.join(folder, name);
  if ((await stat(file).catch(() => undefined))?.size === bytes.length) return name;
  await mkdir(folder, { recursive: true });
  const unfinished = await mkdtemp(path.join(folder, 'new-'));
  try {
    await writeFile(path.join(unfinished, name), bytes);
    await rename(path.join(unfinished, name), file);
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
  return name;
}
