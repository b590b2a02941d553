import type { Clock } from '../common/clock.ts';
import { messageOf } from '../common/codedError.ts';
import type { Disposable } from '../common/disposable.ts';
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
  /** As they were told last. */
  #emittedProblems = '[]';
  #workspaceProblems: readonly WorkspaceProblem[] = [];

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
    if (settings.idleSeconds !== undefined) {
      this.#parts.settings.idleSeconds = settings.idleSeconds;
      this.#parts.pools.rescheduleSweeps();
    }
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
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
    const { functions, pools, events, clock } = this.#parts;
    pools.update(functions.latest());
    this.#emitProblems();
    this.#collectArchives();
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
    const running = pools.environments.flatMap(({ version: { code } }) => (code.type === 'archive' ? [code.sha256] : []));
    functions.collectArchives(new Set(running)).catch((error: unknown) => {
      logger.warn(`Code that is no longer used could not be removed: ${messageOf(error)}`);
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
