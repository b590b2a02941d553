import type { Clock } from '../common/clock.ts';
import { messageOf } from '../common/codedError.ts';
import { Debouncer } from '../common/debouncer.ts';
import { type Disposable, DisposableStore } from '../common/disposable.ts';
import type { Logger } from '../common/logger.ts';
import type { WorkspaceProblem } from '../lambda/function.ts';
import type { FunctionInfo, RegionEvent, RegionSettings, RegionState, Snapshot, WorkspaceSync, WorkspaceSyncResult } from '../protocol/runner.ts';
import { changeSettings, type ConcernedFunctions } from './changeSettings.ts';
import type { ControlledRegion } from './control/controlApi.ts';
import { environmentFileProblems } from './environment/overrides/environmentFileProblems.ts';
import type { EnvironmentOverrides } from './environment/overrides/environmentOverrides.ts';
import type { EventHub } from './observe/eventHub.ts';
import type { ProvisionedAllocator } from './pool/provisioned/provisionedAllocator.ts';
import type { RegionPools } from './pool/regionPools.ts';
import type { MutableSettings } from './regionSettings.ts';
import type { FunctionVersion } from './resources/functionVersion.ts';
import type { FunctionStore } from './resources/functions/functionStore.ts';
import { routingOf } from './resources/functions/functionRouting.ts';
import type { RegionTables } from './resources/regionTables.ts';
import type { WorkspaceContents, WorkspaceFunctions } from './workspace/workspaceFunctions.ts';

export interface LocalRegionParts {
  readonly functions: FunctionStore;
  readonly tables: Pick<RegionTables, 'provisionedConcurrency'>;
  readonly workspace: WorkspaceFunctions;
  readonly pools: RegionPools;
  readonly events: EventHub;
  /** Removes merged layers that nobody uses any more. */
  readonly collectLayers: (versions: Iterable<FunctionVersion>) => Promise<void>;
  readonly clock: Clock;
  readonly settings: MutableSettings;
  readonly logger: Logger;
  /** What `.env` files give; none without it. */
  readonly overrides: EnvironmentOverrides;
  /** Settles when the function URLs are served as they are configured now. */
  readonly urls: { settled(): Promise<void> };
  readonly allocations: FollowedAllocations;
}

/** How far provisioned concurrency is. */
export type FollowedAllocations = Pick<ProvisionedAllocator, 'stateOf' | 'onDidChange'>;

/** Milliseconds in which changes of functions are gathered before they are told: each telling has all of them. */
const tellMs = { quietMs: 20, longestMs: 500 };
/** And before code that is no longer used is looked for. */
const collectMs = { quietMs: 1_000, longestMs: 10_000 };

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
    this.#owned.add(parts.allocations.onDidChange(() => this.#tell.call()));
    this.#owned.add(parts.workspace.onDidChange((contents) => this.#take(contents)));
    this.#owned.add(parts.overrides.onDidChange((concerned) => this.#takeFiles(concerned)));
  }

  state(): RegionState {
    const { functions, pools } = this.#parts;
    return {
      region: functions.identity.region,
      account: functions.identity.account,
      startedAt: this.#startedAt,
      accountConcurrency: functions.accountConcurrency,
      rateScale: this.#parts.settings.rateScale,
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
    await this.#parts.urls.settled();
    return { functions: this.#functionInfos().map(({ name }) => name), problems: this.#problems };
  }

  retireEnvironment(id: string): boolean {
    return this.#parts.pools.retire(id);
  }

  /** Environments that run by settings which changed serve nothing more. */
  applySettings(change: RegionSettings): void {
    const { functions, pools, settings } = this.#parts;
    if (change.accountConcurrency !== undefined) functions.setAccountConcurrency(change.accountConcurrency);
    const concerned = changeSettings(settings, change);
    if (change.idleSeconds !== undefined) pools.rescheduleSweeps();
    if (change.rateScale !== undefined) this.#tell.call();
    this.#parts.overrides.follow();
    this.#retire(concerned);
    this.#emitProblems();
  }

  dispose(): void {
    this.#owned.dispose();
  }

  #takeFiles(concerned: ConcernedFunctions): void {
    this.#retire(concerned);
    this.#emitProblems();
  }

  /** Those that are concerned end when they have done their work. */
  #retire(concerned: ConcernedFunctions): void {
    const { pools } = this.#parts;
    for (const { id, version } of pools.environments) {
      if (concerned(version.settings.FunctionName, version.settings.Runtime)) pools.retire(id);
    }
  }

  #take({ functions, problems }: WorkspaceContents): void {
    this.#workspaceProblems = problems;
    this.#parts.functions.replaceWorkspaceFunctions(functions);
    this.#emitProblems();
  }

  /** Those of the templates, those of taking what they define, and those of `.env` files. */
  get #problems(): WorkspaceProblem[] {
    const { functions, overrides } = this.#parts;
    const unusable = overrides.unusable;
    const ofFiles = unusable.length === 0 ? [] : environmentFileProblems(unusable, functions.latest());
    return [...this.#workspaceProblems, ...functions.problems, ...ofFiles];
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
    const { functions, events, clock, settings } = this.#parts;
    events.emit({
      type: 'functionsChanged',
      at: clock.now(),
      accountConcurrency: functions.accountConcurrency,
      rateScale: settings.rateScale,
      functions: this.#functionInfos(),
    });
  }

  /** Code that neither a function nor an environment has any more goes from the disk. */
  #collectArchives(): void {
    const { functions, pools, logger } = this.#parts;
    const versions = pools.environments.map(({ version }) => version);
    const code = versions.flatMap((version) => (version.code.type === 'archive' ? version.code.sha256 : []));
    const folders = versions.flatMap((version) => version.layers).flatMap((layer) => (layer.type === 'folder' ? layer.path : []));
    const layers = folders.flatMap((folder) => functions.archives.archiveOf(folder) ?? []);
    const collected = Promise.all([functions.collectArchives(new Set([...code, ...layers])), this.#parts.collectLayers(functions.latest())]);
    collected.catch((error: unknown) => {
      logger.warn(`Code that is no longer used could not be removed: ${messageOf(error)}`);
    });
  }

  #functionInfos(): FunctionInfo[] {
    return this.#parts.functions.latest().map((version) => this.#infoOf(version));
  }

  #infoOf(version: FunctionVersion): FunctionInfo {
    let info = this.#infos.get(version);
    if (info === undefined) this.#infos.set(version, (info = functionInfo(version)));
    const { functions, tables, allocations } = this.#parts;
    const routing = routingOf({ functions, tables, allocations }, info.name);
    // Most functions have none: they are told again and again as the same object.
    return routing === undefined ? info : { ...info, ...routing };
  }
}

function functionInfo({ settings, reservedConcurrency, origin, revision }: FunctionVersion): FunctionInfo {
  return {
    name: settings.FunctionName,
    timeoutMs: settings.Timeout * 1000,
    memoryMegabytes: settings.MemorySize,
    architecture: settings.Architecture,
    revision,
    aliases: [],
    provisioned: [],
    ...(reservedConcurrency !== undefined && { reservedConcurrency }),
    ...(origin.type === 'template' && { position: { ...origin.position } }),
  };
}
