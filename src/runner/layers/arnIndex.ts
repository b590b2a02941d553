import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';

const Entry = v.object({ arn: v.string(), sha256: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)) });

/** Which content layer versions have that were fetched, on disk: a version never changes. */
export class ArnIndex {
  readonly #folder: string;
  #entries: Promise<Map<string, string>> | undefined;

  /** @param folder made when the first entry is written. */
  constructor(folder: string) {
    this.#folder = folder;
  }

  /** The SHA-256 of its content, in hexadecimals. */
  async find(arn: string): Promise<string | undefined> {
    return (await this.#read()).get(arn);
  }

  async contents(): Promise<ReadonlySet<string>> {
    return new Set((await this.#read()).values());
  }

  /** It is there as a whole or not at all. */
  async add(arn: string, sha256: string): Promise<void> {
    const entries = await this.#read();
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    const file = join(this.#folder, `${createHash('sha256').update(arn).digest('hex')}.json`);
    const draft = `${file}.${randomUUID()}${unfinished}`;
    try {
      await writeFile(draft, JSON.stringify({ arn, sha256 }));
      await rename(draft, file);
    } finally {
      await rm(draft, { force: true });
    }
    entries.set(arn, sha256);
  }

  #read(): Promise<Map<string, string>> {
    this.#entries ??= this.#readAll().catch((error: unknown) => {
      this.#entries = undefined;
      throw error;
    });
    return this.#entries;
  }

  async #readAll(): Promise<Map<string, string>> {
    const entries = new Map<string, string>();
    for (const name of await readdir(this.#folder).catch(() => [])) {
      const path = join(this.#folder, name);
      const text = name.endsWith(unfinished) ? '' : await readFile(path, 'utf8').catch(() => '');
      const entry = v.safeParse(v.pipe(v.string(), v.parseJson(), Entry), text);
      if (entry.success) entries.set(entry.output.arn, entry.output.sha256);
      // What is damaged is fetched again.
      else await rm(path, { force: true }).catch(() => undefined);
    }
    return entries;
  }
}

const unfinished = '.tmp';
