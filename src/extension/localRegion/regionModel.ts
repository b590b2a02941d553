import { assertNever } from '../../common/assertNever.ts';
import { Emitter, type Event } from '../../common/emitter.ts';
import type { WorkspaceProblem } from '../../lambda/function.ts';
import type { EnvironmentInfo, FunctionInfo, RegionEvent, RegionState, StreamLine } from '../../protocol/runner.ts';
import { provisionsOnly } from './provisionsOnly.ts';

type Logged = Extract<RegionEvent, { type: 'logged' }>;
type SignatureFailed = Extract<RegionEvent, { type: 'signatureValidationFailed' }>;
type Throttled = Extract<RegionEvent, { type: 'throttled' }>;

/** What is known of the running Local region: its last snapshot and every event since. Empty while it does not run. */
export class RegionModel {
  readonly #functionsChanged = new Emitter<void>();
  readonly #provisionedChanged = new Emitter<void>();
  readonly #environmentsChanged = new Emitter<void>();
  readonly #problemsChanged = new Emitter<void>();
  readonly #logged = new Emitter<Logged>();
  readonly #throttled = new Emitter<Throttled>();
  readonly #codeSigningChanged = new Emitter<void>();
  readonly #signatureFailed = new Emitter<SignatureFailed>();
  readonly #functions = new Map<string, FunctionInfo>();
  readonly #environments = new Map<string, EnvironmentInfo>();
  #problems: readonly WorkspaceProblem[] = [];

  readonly onDidChangeFunctions: Event<void> = this.#functionsChanged.event;
  /** How far provisioned environments are. While they start, this is all that changes, and it changes often. */
  readonly onDidChangeProvisioned: Event<void> = this.#provisionedChanged.event;
  readonly onDidChangeEnvironments: Event<void> = this.#environmentsChanged.event;
  readonly onDidChangeProblems: Event<void> = this.#problemsChanged.event;
  readonly onDidLog: Event<Logged> = this.#logged.event;
  readonly onDidThrottle: Event<Throttled> = this.#throttled.event;
  /** Configurations, what has them, profiles or jobs. */
  readonly onDidChangeCodeSigning: Event<void> = this.#codeSigningChanged.event;
  readonly onDidFailSignature: Event<SignatureFailed> = this.#signatureFailed.event;

  get functions(): ReadonlyMap<string, FunctionInfo> {
    return this.#functions;
  }

  get environments(): ReadonlyMap<string, EnvironmentInfo> {
    return this.#environments;
  }

  get problems(): readonly WorkspaceProblem[] {
    return this.#problems;
  }

  apply(line: StreamLine): void {
    switch (line.type) {
      case 'snapshot':
        return this.#replace(line.state);
      case 'environmentChanged':
        this.#environments.set(line.environment.id, line.environment);
        return this.#environmentsChanged.fire();
      case 'environmentStopped':
        this.#environments.delete(line.id);
        return this.#environmentsChanged.fire();
      case 'memorySampled':
        for (const [id, memoryBytes] of line.samples) this.#patch(id, { memoryBytes });
        return this.#environmentsChanged.fire();
      case 'invocationStarted':
        this.#patch(line.environmentId, { state: 'busy' });
        return this.#environmentsChanged.fire();
      case 'invocationEnded':
        this.#countInvocation(line.environmentId, line.durationMs);
        return this.#environmentsChanged.fire();
      case 'functionsChanged':
        return this.#changeFunctions(line.functions);
      case 'problemsChanged':
        this.#problems = line.problems;
        return this.#problemsChanged.fire();
      case 'logged':
        return this.#logged.fire(line);
      case 'throttled':
        return this.#throttled.fire(line);
      case 'codeSigningChanged':
        return this.#codeSigningChanged.fire();
      case 'signatureValidationFailed':
        return this.#signatureFailed.fire(line);
      default:
        return assertNever(line);
    }
  }

  clear(): void {
    this.#replace({ functions: [], environments: [], problems: [] });
  }

  #replace(state: Pick<RegionState, 'functions' | 'environments' | 'problems'>): void {
    this.#setFunctions(state.functions);
    this.#environments.clear();
    for (const environment of state.environments) this.#environments.set(environment.id, environment);
    this.#problems = state.problems;
    this.#functionsChanged.fire();
    this.#provisionedChanged.fire();
    this.#environmentsChanged.fire();
    this.#problemsChanged.fire();
  }

  #setFunctions(functions: readonly FunctionInfo[]): void {
    this.#functions.clear();
    for (const info of functions) this.#functions.set(info.name, info);
  }

  #changeFunctions(functions: readonly FunctionInfo[]): void {
    const before = [...this.#functions.values()];
    this.#setFunctions(functions);
    if (!provisionsOnly(before, functions)) this.#functionsChanged.fire();
    this.#provisionedChanged.fire();
  }

  #countInvocation(id: string, lastDurationMs: number): void {
    const known = this.#environments.get(id);
    if (known === undefined) return;
    // One that begins to stop while it works stays "stopping".
    const state = known.state === 'busy' ? 'idle' : known.state;
    this.#environments.set(id, { ...known, state, lastDurationMs, invocations: known.invocations + 1 });
  }

  #patch(id: string, change: Partial<EnvironmentInfo>): void {
    const known = this.#environments.get(id);
    if (known !== undefined) this.#environments.set(id, { ...known, ...change });
  }
}
