import { signal } from '@preact/signals';
import type { ScalingFromPage } from '../../src/protocol/webview/scaling.ts';

type Apply = Extract<ScalingFromPage, { type: 'apply' }>;

/** Limits that the host was asked to set, one at a time. */
export class LimitRequests {
  /** Waits for the host, which asks the user. */
  readonly pending = signal<Apply['change']['type'] | undefined>(undefined);
  /** How the last one ended; in words where it was refused. */
  readonly outcome = signal<{ readonly type: Apply['change']['type']; readonly done: boolean; readonly refused?: string } | undefined>(undefined);
  readonly #post: (message: Apply) => void;
  readonly #nextId: () => number;
  #asked: { readonly requestId: number; readonly type: Apply['change']['type'] } | undefined;

  constructor(post: (message: Apply) => void, nextId: () => number) {
    this.#post = post;
    this.#nextId = nextId;
  }

  apply(target: Apply['target'], functionName: string, change: Apply['change']): void {
    if (this.pending.value !== undefined) return;
    const requestId = this.#nextId();
    this.#asked = { requestId, type: change.type };
    this.pending.value = change.type;
    this.outcome.value = undefined;
    this.#post({ type: 'apply', requestId, target, functionName, change });
  }

  applied(requestId: number, done: boolean): void {
    if (this.#asked?.requestId !== requestId) return;
    this.#settle({ type: this.#asked.type, done });
  }

  /** Whether it was this that was refused. */
  refused(requestId: number, message: string): boolean {
    if (this.#asked?.requestId !== requestId) return false;
    this.#settle({ type: this.#asked.type, done: false, refused: message });
    return true;
  }

  /** What became of the last one is of no interest any more. */
  forget(): void {
    this.outcome.value = undefined;
  }

  #settle(outcome: NonNullable<LimitRequests['outcome']['value']>): void {
    this.#asked = undefined;
    this.pending.value = undefined;
    this.outcome.value = outcome;
  }
}
