import type { ExecutionEnvironment } from '../../environment/executionEnvironment.ts';
import { UtilizationLog } from './utilizationLog.ts';

/** `closed`: initialised, and waiting for the rest of them. `idle` and `busy` are open: they serve. */
type State = 'starting' | 'closed' | 'idle' | 'busy';

export interface ProvisionedOptions {
  /** Starts one, whose initialisation has begun. */
  readonly start: () => ExecutionEnvironment;
  /** Ends one: now, or when it is given back where it is at work. */
  readonly end: (environment: ExecutionEnvironment, reason: string, atWork: boolean) => void;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Of the steps in which utilization is kept, in milliseconds. */
  readonly utilizationStepMs: () => number;
}

/** Who allocates them: the latest who said so hears what becomes of them. */
export interface ProvisionedOwner {
  /** One that started has initialised, or could not and is gone. */
  initialised(succeeded: boolean): void;
  /** There are fewer than before that nobody had asked to end. */
  lost(): void;
}

/** Those that are wanted least come first: what starts or waits goes before what is at work. */
const leastWanted: readonly State[] = ['starting', 'closed', 'idle', 'busy'];

/** The provisioned environments of one version: they initialise before any invocation, serve once they are opened, and stay. */
export class ProvisionedEnvironments {
  readonly #options: ProvisionedOptions;
  readonly #states = new Map<ExecutionEnvironment, State>();
  /** Newest last. */
  readonly #idle: ExecutionEnvironment[] = [];
  #open = 0;
  #closed = false;
  readonly utilization: UtilizationLog;
  owner: ProvisionedOwner | undefined;

  constructor(options: ProvisionedOptions) {
    this.#options = options;
    this.utilization = new UtilizationLog(options.utilizationStepMs);
  }

  /** Those that start, too. */
  get size(): number {
    return this.#states.size;
  }

  /** Initialised, usable or not. */
  get allocated(): number {
    return this.#count('closed') + this.#open;
  }

  /** Usable, at work or not. */
  get ready(): number {
    return this.#open;
  }

  get idle(): number {
    return this.#idle.length;
  }

  has(environment: ExecutionEnvironment): boolean {
    return this.#states.has(environment);
  }

  /** Whether their pool is: none starts any more. */
  get closed(): boolean {
    return this.#closed;
  }

  /** Starts one more. What becomes of it is told to whoever owns them by then. */
  start(): void {
    if (this.#closed) return;
    const environment = this.#options.start();
    this.#states.set(environment, 'starting');
    void environment.initialised.then((succeeded) => this.#initialised(environment, succeeded));
  }

  /** Lets all that have initialised serve. */
  open(): void {
    for (const [environment, state] of this.#states) {
      if (state !== 'closed') continue;
      this.#states.set(environment, 'idle');
      this.#idle.push(environment);
      this.#open += 1;
    }
  }

  /**
   * The one that waited for the shortest time, and rather one whose runtime has asked for its next event. Undefined where none may serve:
   * those whose credentials have ended are replaced.
   */
  take(): ExecutionEnvironment | undefined {
    const asked = this.#idle.findLastIndex(({ isBusy }) => !isBusy);
    const index = asked < 0 ? this.#idle.length - 1 : asked;
    const environment = this.#idle[index];
    if (environment === undefined) return undefined;
    if (environment.isExpired) {
      this.discard(environment, 'credentials expired');
      return this.take();
    }
    this.#idle.splice(index, 1);
    this.#states.set(environment, 'busy');
    this.utilization.add(this.#options.now(), (this.#open - this.#idle.length) / this.#open);
    return environment;
  }

  release(environment: ExecutionEnvironment): void {
    if (!this.has(environment)) return;
    this.#states.set(environment, 'idle');
    this.#idle.push(environment);
  }

  /** One that has no work and must not be used again; another is wanted in its place. */
  discard(environment: ExecutionEnvironment, reason: string): void {
    this.#remove(environment, reason, false);
    this.owner?.lost();
  }

  /** Of that id, if it is one of these; another is wanted in its place. */
  retire(id: string): boolean {
    const environment = [...this.#states.keys()].find((each) => each.id === id);
    if (environment === undefined) return false;
    this.#remove(environment, 'retired');
    this.owner?.lost();
    return true;
  }

  /** Others are wanted in place of all, such as where settings changed that they run by. */
  replaceAll(reason: string): void {
    if (this.size === 0) return;
    this.trim(0, reason);
    this.owner?.lost();
  }

  /** Ends environments until `count` are left. */
  trim(count: number, reason: string): void {
    for (const state of leastWanted) {
      for (const [environment, its] of this.#states) {
        if (this.size <= count) return;
        if (its === state) this.#remove(environment, reason);
      }
    }
  }

  /** Their pool ends them. */
  close(): void {
    this.#closed = true;
    this.owner = undefined;
    this.#states.clear();
    this.#idle.length = 0;
    this.#open = 0;
  }

  #initialised(environment: ExecutionEnvironment, succeeded: boolean): void {
    // It was ended meanwhile, which is nobody's failure.
    if (!this.has(environment)) return;
    if (succeeded) this.#states.set(environment, 'closed');
    else this.#remove(environment, 'init failed');
    this.owner?.initialised(succeeded);
  }

  #count(wanted: State): number {
    let count = 0;
    for (const state of this.#states.values()) if (state === wanted) count += 1;
    return count;
  }

  #remove(environment: ExecutionEnvironment, reason: string, atWork = this.#states.get(environment) === 'busy'): void {
    const state = this.#states.get(environment);
    if (state === undefined) return;
    this.#states.delete(environment);
    if (state === 'idle') this.#idle.splice(this.#idle.indexOf(environment), 1);
    if (state === 'idle' || state === 'busy') this.#open -= 1;
    this.#options.end(environment, reason, atWork);
  }
}
