import type { InvocationEnded, InvocationStarted } from './timelineEvent.ts';

/** Of environments that stopped: how many of their invocations are remembered, as the word of their end may come late. */
const abandonedKept = 1000;

/** Invocations that have started and not ended, by request and by environment. */
export class RunningInvocations {
  readonly #byRequest = new Map<string, InvocationStarted>();
  readonly #byEnvironment = new Map<string, InvocationStarted>();
  readonly #abandoned = new Map<string, InvocationStarted>();

  /** False where it is running already. */
  start(event: InvocationStarted): boolean {
    if (this.#byRequest.has(event.requestId)) return false;
    this.#byRequest.set(event.requestId, event);
    this.#byEnvironment.set(event.environmentId, event);
    return true;
  }

  /** Where it was found (undefined: its start was not seen), and whether it was a cold start. */
  end({ requestId }: InvocationEnded): { found: 'running' | 'lost' | undefined; cold: boolean } {
    const running = this.#byRequest.get(requestId);
    if (running !== undefined) {
      this.#forget(running);
      return { found: 'running', cold: running.cold };
    }
    const abandoned = this.#abandoned.get(requestId);
    this.#abandoned.delete(requestId);
    return { found: abandoned && 'lost', cold: abandoned?.cold ?? false };
  }

  /** What an environment runs. */
  of(environmentId: string): InvocationStarted | undefined {
    return this.#byEnvironment.get(environmentId);
  }

  /** The environment has stopped. How many of its invocations nothing was heard of. */
  abandon(environmentId: string): number {
    const own = [...this.#byRequest.values()].filter((event) => event.environmentId === environmentId);
    for (const event of own) {
      this.#forget(event);
      this.#abandoned.set(event.requestId, event);
    }
    for (const requestId of this.#abandoned.keys()) {
      if (this.#abandoned.size <= abandonedKept) break;
      this.#abandoned.delete(requestId);
    }
    return own.length;
  }

  #forget(event: InvocationStarted): void {
    this.#byRequest.delete(event.requestId);
    if (this.#byEnvironment.get(event.environmentId) === event) this.#byEnvironment.delete(event.environmentId);
  }
}
