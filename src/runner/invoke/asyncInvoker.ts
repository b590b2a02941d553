import type { Clock } from '../../common/clock.ts';
import type { Disposable } from '../../common/disposable.ts';
import { messageOf } from '../../common/codedError.ts';
import type { Event } from '../../common/emitter.ts';
import type { Logger } from '../../common/logger.ts';
import { LambdaError } from '../../lambda/lambdaError.ts';
import type { Invocation } from '../environment/invocation.ts';
import type { RegionPools } from '../pool/regionPools.ts';
import type { FunctionResolver, FunctionVersion } from '../resources/functionVersion.ts';
import type { AsyncEventStore, StoredEvent } from '../store/asyncEventStore.ts';
import { invokedArn } from './invokedArn.ts';

/**
 * Asynchronous invocation's figures, in ms.
 * Source: AWS Lambda Developer Guide, "How Lambda handles errors and retries with asynchronous invocation".
 */
const retryDelays = [60_000, 120_000];
const throttleDelays = { first: 1_000, longest: 300_000 };
const maximumAge = 21_600_000;

export interface AsyncInvokerOptions {
  readonly events: AsyncEventStore;
  readonly functions: FunctionResolver & { readonly onDidChange: Event<void> };
  readonly pools: Pick<RegionPools, 'invoke'>;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** `barred`: the function may not run at all. */
type Outcome = 'done' | 'failed' | 'throttled' | 'unknown' | 'barred';

/** Accepts events durably, and runs them until they succeed, are tried often enough, or are too old. */
export class AsyncInvoker implements Disposable {
  readonly #options: AsyncInvokerOptions;
  readonly #timers = new Map<string, Disposable>();
  /** Events of functions that are not there: a template may not be read yet, or be broken for the moment. */
  #parked: StoredEvent[] = [];
  readonly #subscription: Disposable;
  #disposed = false;

  constructor(options: AsyncInvokerOptions) {
    this.#options = options;
    this.#subscription = options.functions.onDidChange(() => {
      for (const event of this.#parked.splice(0)) this.#schedule(event, 0);
    });
  }

  /** Goes on with what an earlier run of the service had accepted. */
  async resume(): Promise<void> {
    for (const event of await this.#options.events.list()) this.#schedule(event, 0);
  }

  /** On disk when it resolves; it runs some time after. */
  async accept(version: FunctionVersion, invocation: Invocation, qualifier: string | undefined): Promise<void> {
    const now = this.#options.clock.now();
    const event: StoredEvent = {
      id: invocation.requestId,
      functionName: version.settings.FunctionName,
      payload: invocation.payload.toString(),
      attempts: 0,
      enqueuedAt: now,
      notBefore: now,
      ...(qualifier !== undefined && { qualifier }),
      ...(invocation.clientContext !== undefined && { clientContext: invocation.clientContext }),
    };
    await this.#options.events.append(event);
    this.#schedule(event, 0);
  }

  dispose(): void {
    this.#disposed = true;
    this.#subscription.dispose();
    for (const timer of this.#timers.values()) timer.dispose();
    this.#timers.clear();
  }

  #schedule(event: StoredEvent, throttles: number): void {
    if (this.#disposed) return;
    const delay = Math.max(0, event.notBefore - this.#options.clock.now());
    this.#timers.set(
      event.id,
      this.#options.clock.after(delay, () => {
        this.#timers.delete(event.id);
        this.#run(event, throttles).catch((error: unknown) => {
          // It stays on disk, and is tried again at the next start.
          this.#options.logger.error(`The event ${event.id} of ${event.functionName} could not be handled: ${messageOf(error)}`);
        });
      }),
    );
  }

  async #run(event: StoredEvent, throttles: number): Promise<void> {
    const outcome = await this.#attempt(event);
    if (outcome === 'done') return this.#options.events.remove(event.id);
    if (this.#disposed) return;
    if (outcome === 'barred') return this.#drop(event, event.attempts);
    if (this.#options.clock.now() - event.enqueuedAt > maximumAge) return this.#drop(event, event.attempts);
    if (outcome === 'unknown') {
      this.#parked.push(event);
      return;
    }
    const attempts = event.attempts + (outcome === 'failed' ? 1 : 0);
    const delay = outcome === 'failed' ? retryDelays[event.attempts] : Math.min(throttleDelays.first * 2 ** throttles, throttleDelays.longest);
    const notBefore = this.#options.clock.now() + (delay ?? 0);
    if (delay === undefined || notBefore - event.enqueuedAt > maximumAge) return this.#drop(event, attempts);
    const next = { ...event, attempts, notBefore };
    await this.#options.events.update(event.id, { attempts, notBefore });
    this.#schedule(next, outcome === 'throttled' ? throttles + 1 : 0);
  }

  async #attempt(event: StoredEvent): Promise<Outcome> {
    const { functions, pools } = this.#options;
    try {
      const version = functions.resolve(event.functionName, event.qualifier);
      if (version.reservedConcurrency === 0) return 'barred';
      const result = await pools.invoke(version, {
        requestId: event.id,
        payload: Buffer.from(event.payload),
        invokedFunctionArn: invokedArn(version, event.qualifier),
        tail: false,
        ...(event.clientContext !== undefined && { clientContext: event.clientContext }),
      });
      return result.functionError === undefined ? 'done' : 'failed';
    } catch (error) {
      if (error instanceof LambdaError) return error.status === 404 ? 'unknown' : 'throttled';
      // Lambda too puts an event back where the service itself fails.
      this.#options.logger.error(`The event ${event.id} of ${event.functionName} will be tried again: ${messageOf(error)}`);
      return 'throttled';
    }
  }

  #drop(event: StoredEvent, attempts: number): Promise<void> {
    this.#options.logger.warn(`The event ${event.id} of ${event.functionName} was dropped after ${attempts} attempts.`);
    return this.#options.events.remove(event.id);
  }
}
