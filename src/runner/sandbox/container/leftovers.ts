import { createHash } from 'node:crypto';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ToolRunner } from './toolRunner.ts';

const label = 'lambda-workbench.region';

/**
 * Containers of a service that was killed, with the process that was to end them. A note in the data folder says which tool had made some,
 * so that nobody who uses none is kept waiting.
 */
export class Leftovers {
  readonly #folder: string;
  readonly #run: ToolRunner;
  readonly #noted = new Set<string>();

  /** @param dataFolder of the region: no two services use one at once. */
  constructor(dataFolder: string, run: ToolRunner) {
    this.#folder = dataFolder;
    this.#run = run;
  }

  /** What containers of this region are known by. */
  get labels(): Readonly<Record<string, string>> {
    return { [label]: createHash('sha256').update(this.#folder).digest('hex').slice(0, 16) };
  }

  get #note(): string {
    return join(this.#folder, 'container-tools');
  }

  /** Before the first container of a tool is made. */
  async note(tool: string): Promise<void> {
    if (this.#noted.has(tool)) return;
    this.#noted.add(tool);
    await mkdir(this.#folder, { recursive: true });
    await writeFile(this.#note, `${[...this.#noted].join('\n')}\n`);
  }

  /** Removes them; to be done before any is made. Never rejects. */
  async remove(): Promise<void> {
    const tools = (await readFile(this.#note, 'utf8').catch(() => '')).split('\n').filter((tool) => tool !== '');
    if (tools.length === 0) return;
    const gone = await Promise.all(tools.map((tool) => this.#removeWith(tool)));
    // Those whose engine does not answer are asked at the next start.
    for (const [index, tool] of tools.entries()) if (gone[index] === false) this.#noted.add(tool);
    if (this.#noted.size === 0) await rm(this.#note, { force: true }).catch(() => {});
  }

  /** Whether none are left. */
  async #removeWith(tool: string): Promise<boolean> {
    const filters = Object.entries(this.labels).flatMap(([name, value]) => ['--filter', `label=${name}=${value}`]);
    const { status, output } = await this.#run(tool, ['ps', '--all', '--quiet', ...filters]);
    if (status !== 0) return false;
    const ids = output.split(/\s+/).filter((id) => id !== '');
    return ids.length === 0 || (await this.#run(tool, ['rm', '--force', ...ids])).status === 0;
  }
}
