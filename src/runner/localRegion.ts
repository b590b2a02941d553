import type { Clock } from '../common/clock.ts';
import type { Disposable } from '../common/disposable.ts';
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
}

/** Settings that may change while the region runs. */
export interface MutableSettings {
  idleSeconds: number;
  /** Executables by runtime name. */
  runtimes: Readonly<Record<string, string>>;
}

/** The region as those who watch and steer it see it; keeps pools and watchers up with the functions. */
export class LocalRegion implements ControlledRegion, Disposable {
  readonly #parts: LocalRegionParts;
  readonly #startedAt: number;
  readonly #subscriptions: readonly Disposable[];
  #problems: readonly WorkspaceProblem[] = [];

  constructor(parts: LocalRegionParts) {
    this.#parts = parts;
    this.#startedAt = parts.clock.now();
    this.#subscriptions = [
      parts.functions.onDidChange(() => this.#onFunctionsChanged()),
      parts.workspace.onDidChange((contents) => this.#take(contents)),
    ];
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
      problems: [...this.#problems],
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
    return { functions: this.#functionInfos().map(({ name }) => name), problems: [...this.#problems] };
  }

  retireEnvironment(id: string): boolean {
    return this.#parts.pools.retire(id);
  }

  applySettings(settings: RegionSettings): void {
    if (settings.accountConcurrency !== undefined) this.#parts.functions.setAccountConcurrency(settings.accountConcurrency);
    if (settings.runtimes !== undefined) this.#parts.settings.runtimes = settings.runtimes;
    if (settings.idleSeconds !== undefined) {
      this.#parts.settings.idleSeconds = settings.idleSeconds;
      this.#parts.pools.rescheduleSweeps();
    }
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  #take({ functions, problems }: WorkspaceContents): void {
    this.#problems = [...problems, ...this.#parts.functions.replaceWorkspaceFunctions(functions)];
    this.#parts.events.emit({ type: 'problemsChanged', at: this.#parts.clock.now(), problems: [...this.#problems] });
  }

  #onFunctionsChanged(): void {
    const { functions, pools, events, clock } = this.#parts;
    pools.update(functions.latest());
    events.emit({
      type: 'functionsChanged',
      at: clock.now(),
      accountConcurrency: functions.accountConcurrency,
      functions: this.#functionInfos(),
    });
  }

  #functionInfos(): FunctionInfo[] {
    return this.#parts.functions.latest().map(functionInfo);
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
