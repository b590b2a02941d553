import { resolve } from 'node:path';
import type { Clock } from '../../common/clock.ts';
import { CodedError, messageOf } from '../../common/codedError.ts';
import { Debouncer } from '../../common/debouncer.ts';
import { type Disposable, DisposableStore } from '../../common/disposable.ts';
import { type Event, Emitter } from '../../common/emitter.ts';
import type { Logger } from '../../common/logger.ts';
import type { Identity } from '../../lambda/arn.ts';
import type { SourcePosition, WorkspaceProblem } from '../../lambda/function.ts';
import type { WorkspaceSync } from '../../protocol/runner.ts';
import type { UnpackedArchives } from '../store/archives/unpackedArchives.ts';

import { resolveFunction, type ResolvedFunction } from './resolveFunction.ts';
import { Revisions } from './revisions.ts';
import { TemplateReader } from './templateReader.ts';
import { type WatchTarget, WorkspaceWatcher } from './watch/workspaceWatcher.ts';
import type { WorkspaceFunction } from './workspaceFunction.ts';
import { startOf, workspaceProblem } from './workspaceProblem.ts';

/** What the workspace's templates define at one moment. */
export interface WorkspaceContents {
  /** In the order of the templates, and within one in the order of its resources; names are unique. */
  readonly functions: readonly WorkspaceFunction[];
  readonly problems: readonly WorkspaceProblem[];
}

export interface WorkspaceFunctionsOptions {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly platform: NodeJS.Platform;
  readonly identity: Identity;
  /** A folder of the service's own, where code that is written inside a template is laid down. Without it such functions have a problem. */
  readonly inlineFolder?: string;
  /** Where code that is in a zip is unpacked. Without it such functions have a problem. */
  readonly archives?: Pick<UnpackedArchives, 'takeFile'>;
  /** How many folders may be watched where each takes a watch of its own (Linux). */
  readonly maximumWatchedFolders?: number;
}

/** Milliseconds in which changes are gathered: editors and builds write many files at once. */
const quietMs = 50;
const longestMs = 500;
/** Half of the watches that old kernels allow a user by default. */
const defaultWatchedFolders = 4096;

/** How often folders that turn out to be new are looked into again; one that keeps changing is told by its watch. */
const maximumFinds = 2;

/** The functions of the workspace's templates, kept up to date with the files on disk. */
export class WorkspaceFunctions implements Disposable {
  readonly #options: WorkspaceFunctionsOptions;
  readonly #owned = new DisposableStore();
  readonly #changed = this.#owned.add(new Emitter<WorkspaceContents>());
  readonly #watcher: WorkspaceWatcher;
  readonly #debouncer: Debouncer;
  readonly #reader: TemplateReader;
  readonly #revisions = new Revisions();
  /** Folders in which something changed since functions were last given revisions. */
  #dirty = new Set<string>();
  #sync: WorkspaceSync = { templates: [] };
  /** The folders that are watched. */
  #folders: readonly WatchTarget[] = [];
  #contents: WorkspaceContents = { functions: [], problems: [] };
  /** The last of the tasks, which run one after the other. */
  #tail: Promise<unknown> = Promise.resolve();

  constructor(options: WorkspaceFunctionsOptions) {
    this.#options = options;
    this.#reader = new TemplateReader(options.identity);
    this.#debouncer = this.#owned.add(new Debouncer({ clock: options.clock, quietMs, longestMs, run: () => this.#refresh() }));
    this.#watcher = this.#owned.add(
      new WorkspaceWatcher({
        platform: options.platform,
        maximumFolders: options.maximumWatchedFolders ?? defaultWatchedFolders,
        onChange: (target) => this.#onFileChange(target),
      }),
    );
  }

  /** Fires after files changed, when functions or problems are others than before; not for what `sync` itself answers. */
  get onDidChange(): Event<WorkspaceContents> {
    return this.#changed.event;
  }

  /**
   * Reads these templates instead of those before, and watches them and their code. Of functions with the same name the first one counts.
   * Rejects only if `signal` is aborted, after which the templates before are still served, or if this is disposed (`DISPOSED`).
   */
  sync(sync: WorkspaceSync, signal?: AbortSignal): Promise<WorkspaceContents> {
    return this.#enqueue(async () => {
      // What cannot be watched may have changed.
      for (const folder of this.#folders) if (this.#watcher.isIncomplete(folder)) this.#dirty.add(folder.path);
      this.#contents = await this.#load(sync, signal);
      this.#sync = sync;
      return this.#contents;
    });
  }

  dispose(): void {
    this.#owned.dispose();
  }

  #enqueue<T>(task: () => Promise<T>): Promise<T> {
    const run = async () => {
      if (this.#owned.disposed) throw new CodedError('DISPOSED', 'The workspace is no longer served.', { owner: 'system' });
      return task();
    };
    const result = this.#tail.then(run);
    this.#tail = result.catch(() => undefined);
    return result;
  }

  #onFileChange({ kind, path }: WatchTarget): void {
    if (kind !== 'template') this.#dirty.add(path);
    this.#debouncer.call();
  }

  #refresh(): void {
    this.#enqueue(async () => {
      const before = JSON.stringify(this.#contents);
      this.#contents = await this.#load(this.#sync);
      if (!this.#owned.disposed && JSON.stringify(this.#contents) !== before) this.#changed.fire(this.#contents);
    }).catch((error: unknown) => {
      if (!this.#owned.disposed) this.#options.logger.error(`The workspace could not be read again: ${messageOf(error)}`);
    });
  }

  async #load(sync: WorkspaceSync, signal?: AbortSignal): Promise<WorkspaceContents> {
    signal?.throwIfAborted();
    const files = [...new Set(sync.templates.map((file) => resolve(file)))];
    const templates = files.map((path): WatchTarget => ({ path, kind: 'template' }));
    // Watched before they are read, so that no change falls between the two; folders are known only after.
    await this.#watcher.watch([...templates, ...this.#folders]);
    let found = await this.#find(files, sync);
    for (let again = maximumFinds; again > 0 && (await this.#watchAll(templates, found)); again--) found = await this.#find(files, sync);
    if (signal?.aborted === true) {
      this.#debouncer.call();
      signal.throwIfAborted();
    }
    this.#reader.keep(files);
    const dirty = this.#dirty;
    this.#dirty = new Set();
    const functions = this.#revisions.assign(found.resolved.map(({ definition }) => definition), dirty);
    const problems = [
      ...found.problems,
      ...found.resolved.flatMap((one) => one.problems),
      ...templates.flatMap((target) => this.#watchProblems([target], startOf(target.path))),
      ...found.resolved.flatMap(({ targets, definition }) => this.#watchProblems(targets, definition.position, definition)),
    ];
    this.#options.logger.debug(`${functions.length} functions in ${files.length} templates, ${problems.length} problems`);
    return { functions, problems };
  }

  /** Whether there were folders among them that were not watched while they were looked into. */
  #watchAll(templates: readonly WatchTarget[], found: Found): Promise<boolean> {
    this.#folders = found.resolved.flatMap(({ targets }) => targets);
    return this.#watcher.watch([...templates, ...this.#folders]);
  }

  async #find(files: readonly string[], sync: WorkspaceSync): Promise<Found> {
    const resolved: ResolvedFunction[] = [];
    const problems: WorkspaceProblem[] = [];
    const takenBy = new Map<string, string>();
    for (const file of files) {
      const parsed = await this.#reader.read(file, sync.parameters ?? {});
      problems.push(...parsed.problems);
      for (const one of parsed.functions) {
        const name = one.settings.FunctionName;
        const other = takenBy.get(name);
        if (other === undefined) {
          takenBy.set(name, file);
          resolved.push(await resolveFunction(one, this.#options));
        } else {
          const message = `${other} has a function ${name} already; this one is left out.`;
          problems.push(workspaceProblem('FUNCTION_NAME_TAKEN', 'error', message, one.position, name));
        }
      }
    }
    return { resolved, problems };
  }

  #watchProblems(
    targets: readonly WatchTarget[],
    position: SourcePosition,
    of?: ResolvedFunction['definition'],
  ): readonly WorkspaceProblem[] {
    return targets
      .filter((target) => this.#watcher.isIncomplete(target))
      .map(({ path }) => {
        const reason = 'it has too many folders, or the system gives no more watches';
        const message = `Not all of ${path} can be watched: ${reason}. Sync again after changes there.`;
        return workspaceProblem('WATCH_INCOMPLETE', 'warning', message, position, of?.settings.FunctionName);
      });
  }
}

interface Found {
  readonly resolved: readonly ResolvedFunction[];
  readonly problems: readonly WorkspaceProblem[];
}
