import type { Clock } from '../../../common/clock.ts';
import { Debouncer } from '../../../common/debouncer.ts';
import { type Disposable, DisposableStore } from '../../../common/disposable.ts';
import { PresenceWatcher } from '../../workspace/watch/presenceWatcher.ts';
import { type FileContent, readEnvironmentFile } from './readEnvironmentFile.ts';

export interface EnvironmentFileOptions {
  readonly platform: NodeJS.Platform;
  readonly clock: Clock;
  /** What it says is another than when it was last looked at; `first`: it was looked at for the first time. */
  onChange(first: boolean): void;
  /** It cannot be watched: changes are seen at the next look only. */
  onUnwatched(error: unknown): void;
}

/** Editors write a file in steps. */
const quietMs = 10;
const longestMs = 100;

/** One `.env` file, there or not, watched: invocations need not look at it. */
export class EnvironmentFile implements Disposable {
  readonly path: string;
  readonly #options: EnvironmentFileOptions;
  readonly #owned = new DisposableStore();
  #content: FileContent | undefined;
  #current: Promise<FileContent> | undefined;
  #next: Promise<FileContent> | undefined;

  constructor(path: string, options: EnvironmentFileOptions) {
    this.path = path;
    this.#options = options;
    const { clock, platform } = options;
    const debouncer = this.#owned.add(new Debouncer({ clock, quietMs, longestMs, run: () => void this.look() }));
    this.#owned.add(
      new PresenceWatcher(path, { platform, onEvent: () => debouncer.call(), onError: (error) => options.onUnwatched(error) }),
    );
    void this.look();
  }

  /** As it was when it was last looked at. */
  get content(): FileContent | undefined {
    return this.#content;
  }

  /** What it says now. Never rejects. */
  look(): Promise<FileContent> {
    // A look that is under way may have begun before the file was what it is now.
    if (this.#current !== undefined) return (this.#next ??= this.#current.then(() => this.#again()));
    this.#current = this.#look().finally(() => {
      this.#current = undefined;
    });
    return this.#current;
  }

  dispose(): void {
    this.#owned.dispose();
  }

  #again(): Promise<FileContent> {
    this.#next = undefined;
    return this.look();
  }

  async #look(): Promise<FileContent> {
    const content = await readEnvironmentFile(this.path);
    const before = this.#content;
    this.#content = content;
    if (!this.#owned.disposed && JSON.stringify(before) !== JSON.stringify(content)) this.#options.onChange(before === undefined);
    return content;
  }
}
