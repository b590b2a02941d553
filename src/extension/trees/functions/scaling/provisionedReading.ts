import type { ProvisionedConcurrency } from '../../../../aws/lambdaApi.ts';
import type { Clock } from '../../../../common/clock.ts';
import { type Disposable, DisposableStore } from '../../../../common/disposable.ts';
import type { Event } from '../../../../common/emitter.ts';
import { Throttle } from '../../../ui/throttle.ts';

/** Whether anybody sees what is read. */
export interface Visibility {
  readonly visible: boolean;
  readonly onDidChange: Event<void>;
}

/** What the service said last; undefined where a version or alias has none. */
export type ProvisionedState =
  | { readonly type: 'read'; readonly provisioned: ProvisionedConcurrency | undefined }
  | { readonly type: 'unreadable'; readonly error: unknown };

export interface ProvisionedReadingOptions {
  readonly read: (signal: AbortSignal) => Promise<ProvisionedConcurrency | undefined>;
  /** Tells when it may be another; without it, it is asked for again while it is in progress. */
  readonly changes?: Event<void> | undefined;
  readonly clock: Clock;
  readonly visibility: Visibility;
  readonly onDidChange: () => void;
}

/** When what is in progress is read again, in ms: twice as late each time. Lambda takes a minute or two. */
const again = { firstMs: 2_000, longestMs: 30_000 };
/** People can follow so many pictures. */
const settleMs = 250;

/** Provisioned concurrency of a version or alias, kept up while it is in progress and somebody looks. */
export class ProvisionedReading implements Disposable {
  readonly #options: ProvisionedReadingOptions;
  readonly #owned = new DisposableStore();
  readonly #abort = new AbortController();
  #state: ProvisionedState | undefined;
  #first: Promise<ProvisionedState> | undefined;
  #timer: Disposable | undefined;
  #delayMs = again.firstMs;
  #asked = 0;
  /** It was time to read while nobody looked. */
  #due = false;

  constructor(options: ProvisionedReadingOptions) {
    this.#options = options;
    this.#owned.add(options.visibility.onDidChange(() => this.#due && this.#readWhenSeen()));
    if (options.changes === undefined) return;
    const settle = this.#owned.add(new Throttle(options.clock, settleMs, () => this.#readWhenSeen()));
    // Before the first reading there is nothing to keep up.
    this.#owned.add(options.changes(() => this.#first !== undefined && settle.ask()));
  }

  get state(): ProvisionedState | undefined {
    return this.#state;
  }

  /** Never rejects: the state tells. */
  async read(): Promise<ProvisionedState> {
    this.#first ??= this.#ask();
    await this.#first;
    return this.#state ?? this.#first;
  }

  dispose(): void {
    this.#abort.abort();
    this.#timer?.dispose();
    this.#owned.dispose();
  }

  #readWhenSeen(): void {
    this.#due = !this.#options.visibility.visible;
    if (!this.#due) void this.#ask();
  }

  async #ask(): Promise<ProvisionedState> {
    const { signal } = this.#abort;
    const order = (this.#asked += 1);
    const state: ProvisionedState = await this.#options.read(signal).then(
      (provisioned) => ({ type: 'read', provisioned }),
      (error: unknown) => ({ type: 'unreadable', error }),
    );
    // What was asked for later says more.
    if (!signal.aborted && order === this.#asked) this.#take(state);
    return state;
  }

  #take(state: ProvisionedState): void {
    const before = this.#state;
    this.#state = state;
    this.#timer?.dispose();
    if (this.#options.changes === undefined && inProgress(state)) {
      this.#timer = this.#options.clock.after(this.#nextDelay(), () => this.#readWhenSeen());
    } else {
      this.#delayMs = again.firstMs;
    }
    if (before !== undefined && JSON.stringify(before) !== JSON.stringify(state)) this.#options.onDidChange();
  }

  #nextDelay(): number {
    const delay = this.#delayMs;
    this.#delayMs = Math.min(delay * 2, again.longestMs);
    return delay;
  }
}

function inProgress(state: ProvisionedState): boolean {
  return state.type === 'read' && state.provisioned?.status === 'IN_PROGRESS';
}
