import type { Clock } from '../../../common/clock.ts';
import { CodedError, messageOf } from '../../../common/codedError.ts';
import { type Disposable, DisposableStore } from '../../../common/disposable.ts';
import { Emitter, type Event } from '../../../common/emitter.ts';
import type { Logger } from '../../../common/logger.ts';
import { EnvironmentFile } from './environmentFile.ts';
import type { FileProblem } from './readEnvironmentFile.ts';

export interface EnvironmentOverridesOptions {
  /** By function name, by absolute path; that of `*` is for all functions, below their own. */
  readonly files: () => Readonly<Record<string, string>>;
  readonly platform: NodeJS.Platform;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** A file that cannot be used, and for which functions. */
export interface UnusableFile {
  readonly path: string;
  /** `*` for all. */
  readonly functionName: string;
  readonly problems: readonly [FileProblem, ...FileProblem[]];
}

/** What `.env` files give functions over their own environment variables. Nothing is watched while no file is named. */
export class EnvironmentOverrides implements Disposable {
  readonly #options: EnvironmentOverridesOptions;
  readonly #owned = new DisposableStore();
  readonly #changed = this.#owned.add(new Emitter<(functionName: string) => boolean>());
  /** By path. */
  readonly #files = new Map<string, EnvironmentFile>();

  constructor(options: EnvironmentOverridesOptions) {
    this.#options = options;
    this.follow();
  }

  /** Fires when a file says something else, with whose environments run by what it said before. */
  get onDidChange(): Event<(functionName: string) => boolean> {
    return this.#changed.event;
  }

  /** As the files say at this moment. Throws CodedError `ENV_FILE_UNUSABLE`. */
  async of(functionName: string): Promise<Readonly<Record<string, string>>> {
    const files = this.#options.files();
    const merged: Record<string, string> = {};
    for (const name of new Set(['*', functionName])) {
      const path = Object.hasOwn(files, name) ? files[name] : undefined;
      if (path === undefined) continue;
      const content = await this.#fileAt(path).look();
      if (content.type === 'unusable') throw unusable(path, content.problems);
      Object.assign(merged, content.variables);
    }
    return merged;
  }

  /** Those that could not be used when they were last looked at. */
  get unusable(): readonly UnusableFile[] {
    return Object.entries(this.#options.files()).flatMap(([functionName, path]) => {
      const content = this.#files.get(path)?.content;
      return content?.type === 'unusable' ? [{ path, functionName, problems: content.problems }] : [];
    });
  }

  /** Other files are named now. */
  follow(): void {
    const wanted = new Set(Object.values(this.#options.files()));
    for (const [path, file] of this.#files) {
      if (wanted.has(path)) continue;
      this.#files.delete(path);
      file.dispose();
    }
    for (const path of wanted) this.#fileAt(path);
  }

  dispose(): void {
    this.#owned.dispose();
    for (const file of this.#files.values()) file.dispose();
    this.#files.clear();
  }

  #fileAt(path: string): EnvironmentFile {
    let file = this.#files.get(path);
    if (file === undefined) {
      const { platform, clock, logger } = this.#options;
      file = new EnvironmentFile(path, {
        platform,
        clock,
        onChange: (first) => this.#changed.fire(first ? () => false : this.#readersOf(path)),
        onUnwatched: (error) => logger.warn(`${path} cannot be watched (${messageOf(error)}): retire environments after changes there.`),
      });
      if (this.#owned.disposed) file.dispose();
      else this.#files.set(path, file);
    }
    return file;
  }

  #readersOf(path: string): (functionName: string) => boolean {
    const names = new Set(Object.entries(this.#options.files()).flatMap(([name, of]) => (of === path ? name : [])));
    return names.has('*') ? () => true : (functionName) => names.has(functionName);
  }
}

/** More of them help nobody. */
const shownProblems = 3;

function unusable(path: string, problems: readonly FileProblem[]): CodedError {
  const shown = problems.slice(0, shownProblems).map(({ line, message }) => (line === undefined ? message : `${path}:${line}: ${message}`));
  const more = problems.length > shownProblems ? ` And ${problems.length - shownProblems} more.` : '';
  return new CodedError(
    'ENV_FILE_UNUSABLE',
    `The environment file ${path} cannot be used. ${shown.join(' ')}${more} ` +
      'Mend it, or take it out of the setting lambdaWorkbench.local.environmentFiles (--environment-file).',
    { details: { path } },
  );
}
