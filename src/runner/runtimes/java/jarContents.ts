import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import * as yauzl from 'yauzl';

/** What jars and folders of classes hold. Answers are remembered for as long as the file stays as it is. */
export class JarContents {
  readonly #known = new Map<string, { readonly stamp: string; readonly bytes: Promise<Buffer | undefined> }>();

  /** Whether a jar, or a folder, has a file. */
  async has(holder: string, name: string): Promise<boolean> {
    return (await this.bytes(holder, name)) !== undefined;
  }

  /** A file of a jar or of a folder; undefined where it has none, or is no jar. */
  async bytes(holder: string, name: string): Promise<Buffer | undefined> {
    const status = await stat(holder).catch(() => undefined);
    if (status === undefined) return undefined;
    if (status.isDirectory()) return readFile(join(holder, ...name.split('/'))).catch(() => undefined);
    const key = `${holder}\n${name}`;
    const stamp = `${status.mtimeMs}:${status.size}`;
    const known = this.#known.get(key);
    if (known?.stamp === stamp) return known.bytes;
    const bytes = entryOf(holder, name).catch(() => undefined);
    this.#known.set(key, { stamp, bytes });
    return bytes;
  }

  async text(file: string): Promise<string | undefined> {
    return readFile(file, 'utf8').catch(() => undefined);
  }
}

async function entryOf(jar: string, name: string): Promise<Buffer | undefined> {
  const zip = await yauzl.openPromise(jar, { autoClose: false });
  try {
    for await (const entry of zip.eachEntry()) {
      if (entry.fileName === name) return await buffer(await zip.openReadStreamPromise(entry));
    }
    return undefined;
  } finally {
    zip.close();
  }
}
