import type { Clock } from '../common/clock.ts';
import { messageOf } from '../common/codedError.ts';
import { Debouncer } from '../common/debouncer.ts';
import { type Disposable, DisposableStore } from '../common/disposable.ts';
import type { Logger } from '../common/logger.ts';
import type { WorkspaceProblem } from '../lambda/function.ts';
import type { FunctionInfo, RegionEvent, RegionSettings, RegionState, Snapshot, WorkspaceSync, WorkspaceSyncResult } from '../protocol/runner.ts';
import type { ControlledRegion } from './control/controlApi.ts';
import type { EventHub } from './observe/eventHub.ts';
import type { RegionPools } from './pool/regionPools.ts';
import type { FunctionVersion } from './resources/functionVersion.ts';
import type { FunctionStore } from './resources/functions/functionStore.ts';
import type { WorkspaceContents, WorkspaceFunctions } from './workspace/workspaceFunctions.ts';

export interface LocalRegionParts {
  readonly functions: FunctionStore;
  readonly workspace: WorkspaceFunctions;
  readonly pools: RegionPools;
  readonly events: EventHub;
  readonly clock: Clock;
  readonly settings: MutableSettings;
  readonly logger: Logger;
}

/** Milliseconds in which changes of functions are gathered before they are told: each telling has all of them. */
const tellMs = { quietMs: 20, longestMs: 500 };
/** And before code that is no longer used is looked for. */
const collectMs = { quietMs: 1_000, longestMs: 10_000 };

/** Settings that may change while the region runs. */
export interface MutableSettings {
  idleSeconds: number;
  /** Executables by runtime name. */
  runtimes: Readonly<Record<string, string>>;
  /** How long Lambda's own waiting times last against AWS's: 1 as there, 0 not at all. */
  timeScale: number;
  /** The folder that stands for S3, if there is one. */
  s3Folder: string | undefined;
  /** Where SQS, SNS, EventBridge and S3 are that Lambda sends to; AWS's own where there is none. */
  awsEndpoint: string | undefined;
}

/** The region as those who watch and steer it see it; keeps pools and watchers up with the functions. */
export class LocalRegion implements ControlledRegion, Disposable {
  readonly #parts: LocalRegionParts;
  readonly #startedAt: number;
  readonly #owned = new DisposableStore();
  readonly #tell: Debouncer;
  readonly #collect: Debouncer;
  /** Each is told again with every change of any. */
  readonly #infos = new WeakMap<FunctionVersion, FunctionInfo>();
  /** As they were told last. */
  #emittedProblems = '[]';
  #workspaceProblems: readonly WorkspaceProblem[] = [];

  constructor(parts: LocalRegionParts) {
    this.#parts = parts;
    this.#startedAt = parts.clock.now();
    const { clock } = parts;
    this.#tell = this.#owned.add(new Debouncer({ clock, ...tellMs, run: () => this.#emitFunctions() }));
    this.#collect = this.#owned.add(new Debouncer({ clock, ...collectMs, run: () => this.#collectArchives() }));
    this.#owned.add(parts.functions.onDidChange(() => this.#onFunctionsChanged()));
    this.#owned.add(parts.workspace.onDidChange((contents) => this.#take(contents)));
  }

  state(): RegionState {
    const { functions, pools } = this.#parts;
    return {
      region: functions.identity.region,
      account: functions.identity.account,
      startedAt: this.#startedAt,
      accountConcurrency: functions.accountConcurrency,
      functions: this.#functionInfos(),
      environments: pools.environments.map((environment) => environment.info),
      problems: this.#problems,
    };
  }

  snapshot(): Snapshot {
    return { type: 'snapshot', state: this.state(), history: [...this.#parts.events.history] };
  }

  subscribe(listener: (event: RegionEvent) => void): Disposable {
    return this.#parts.events.subscribe(listener);
  }

  async syncWorkspace(sync: WorkspaceSync): Promise<WorkspaceSyncResult> {
    this.#take(await this.#parts.workspace.sync(sync));
    return { functions: this.#functionInfos().map(({ name }) => name), problems: this.#problems };
  }

  retireEnvironment(id: string): boolean {
    return this.#parts.pools.retire(id);
  }

  applySettings(settings: RegionSettings): void {
    if (settings.accountConcurrency !== undefined) this.#parts.functions.setAccountConcurrency(settings.accountConcurrency);
    if (settings.runtimes !== undefined) this.#parts.settings.runtimes = settings.runtimes;
    if (settings.s3Folder !== undefined) this.#parts.settings.s3Folder = settings.s3Folder || undefined;
    if (settings.awsEndpoint !== undefined) this.#parts.settings.awsEndpoint = settings.awsEndpoint || undefined;
    if (settings.timeScale !== undefined) this.#parts.settings.timeScale = settings.timeScale;
    if (settings.idleSeconds !== undefined) {
      this.#parts.settings.idleSeconds = settings.idleSeconds;
      this.#parts.pools.rescheduleSweeps();
    }
  }

  dispose(): void {
    this.#owned.dispose();
  }

  #take({ functions, problems }: WorkspaceContents): void {
    this.#workspaceProblems = problems;
    this.#parts.functions.replaceWorkspaceFunctions(functions);
    this.#emitProblems();
  }

  /** Those of the templates, and those of taking what they define. */
  get #problems(): WorkspaceProblem[] {
    return [...this.#workspaceProblems, ...this.#parts.functions.problems];
  }

  #emitProblems(): void {
    const problems = this.#problems;
    const text = JSON.stringify(problems);
    if (text === this.#emittedProblems) return;
    this.#emittedProblems = text;
    this.#parts.events.emit({ type: 'problemsChanged', at: this.#parts.clock.now(), problems });
  }

  #onFunctionsChanged(): void {
    const { functions, pools } = this.#parts;
    pools.update((version) => functions.current(version));
    this.#emitProblems();
    this.#tell.call();
    this.#collect.call();
  }

  #emitFunctions(): void {
    const { functions, events, clock } = this.#parts;
    events.emit({
      type: 'functionsChanged',
      at: clock.now(),
      accountConcurrency: functions.accountConcurrency,
      functions: this.#functionInfos(),
    });
  }

  /** Code that neither a function nor an environment has any more goes from the disk. */
  #collectArchives(): void {
    const { functions, pools, logger } = this.#parts;
    const versions = pools.environments.map(({ version }) => version);
    const code = versions.flatMap((version) => (version.code.type === 'archive' ? version.code.sha256 : []));
    const layers = versions.flatMap((version) => version.layers).flatMap((folder) => functions.archives.archiveOf(folder) ?? []);
    functions.collectArchives(new Set([...code, ...layers])).catch((error: unknown) => {
      logger.warn(`Code that is no longer used could not be removed: ${messageOf(error)}`);
    });
  }

  #functionInfos(): FunctionInfo[] {
    return this.#parts.functions.latest().map((version) => this.#infoOf(version));
  }

  #infoOf(version: FunctionVersion): FunctionInfo {
    const known = this.#infos.get(version);
    if (known !== undefined) return known;
    const info = functionInfo(version);
    this.#infos.set(version, info);
    return info;
  }
}

function functionInfo({ settings, reservedConcurrency, origin }: FunctionVersion): FunctionInfo {
  return {
    name: settings.FunctionName,
    timeoutMs: settings.Timeout * 1000,
    ...(reservedConcurrency !== undefined && { reservedConcurrency }),
    ...(origin.type === 'template' && { position: { ...origin.position } }),
  };
}
