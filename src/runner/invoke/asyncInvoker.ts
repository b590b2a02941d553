import { assertNever } from '../../common/assertNever.ts';
import type { Clock } from '../../common/clock.ts';
import { messageOf } from '../../common/codedError.ts';
import type { Disposable } from '../../common/disposable.ts';
import type { Event } from '../../common/emitter.ts';
import type { Logger } from '../../common/logger.ts';
import type { Identity } from '../../lambda/arn.ts';
import { limits } from '../../lambda/limits.ts';
import { afterFunctionError, afterRefusal, isAbandoned, isTooOld, type NextStep, type RetryMoment } from '../../lambda/scaling/rules/asyncRules.ts';
import type { Invocation, InvocationResult } from '../environment/invocation.ts';
import type { RegionPools } from '../pool/regionPools.ts';
import type { FunctionResolver, InvocationTarget } from '../resources/functionVersion.ts';
import type { EventOutcome, QueuedEvent, Refusal, StoredEvent } from '../store/asyncEventDocuments.ts';
import { type AsyncEventStore, queuedEvent } from '../store/asyncEventStore.ts';
import { type Attempt, attempt, isNotFound } from './attempt.ts';
import { Deliveries } from './deliveries.ts';
import { DeliveryRefused, type Destinations } from './destinations/destination.ts';
import { type Failure, failures } from './failures.ts';
import { chainAfter, isLoop } from './recursion.ts';
import { RepeatedWrites } from './repeatedWrites.ts';
import { type OutcomeTargets, targetsOf } from './targets.ts';
import { Turns } from './turns.ts';

export interface AsyncInvokerOptions extends OutcomeTargets {
  readonly events: AsyncEventStore;
  readonly functions: FunctionResolver;
  readonly onFunctionsChanged: Event<void>;
  readonly pools: Pick<RegionPools, 'invoke'>;
  /** Where SQS, SNS, EventBridge and S3 are. */
  readonly destinations: Destinations;
  /** Whether a function's RecursiveLoop is Allow. */
  readonly recursionAllowed: (functionName: string) => boolean;
  readonly identity: Identity;
  /** How long Lambda's own waiting times last against AWS's: 1 as there, 0 not at all (see `RetryMoment`). */
  readonly timeScale: () => number;
  readonly uuid: () => string;
  /** 0 to 1. */
  readonly random: () => number;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** How many payloads are read at once, for events that may all be throttled. */
const readsAtOnce = 16;

/** After how long an event is looked at again where the service itself failed, in ms. */
const brokenMs = 1_000;

/** Templates are read only after the service has started: so long, no event is given up whose function is not there. */
const beginningMs = 60_000;

/**
 * Accepts events durably, runs them until they succeed, are tried often enough, or are too old, and sends what became of them.
 * An event is on disk until its last message is sent; one that runs when the service ends runs again.
 */
export class AsyncInvoker implements Disposable {
  readonly #options: AsyncInvokerOptions;
  readonly #writes: RepeatedWrites;
  readonly #deliveries: Deliveries;
  readonly #reading = new Turns(readsAtOnce);
  readonly #timers = new Map<string, Disposable>();
  /** Events of functions that are not there: a template may not be read yet, or be broken for the moment. */
  #parked: QueuedEvent[] = [];
  /** How often functions changed: what was not found in the middle of a change is looked for again. */
  #changes = 0;
  readonly #subscription: Disposable;
  readonly #began: number;
  #disposed = false;

  constructor(options: AsyncInvokerOptions) {
    this.#options = options;
    this.#began = options.clock.now();
    this.#writes = new RepeatedWrites(options);
    this.#deliveries = new Deliveries({
      ...options,
      writes: this.#writes,
      functions: {
        eventFor: (from, arn, record) => this.#eventFor(from, arn, record),
        accepted: (event) => this.#schedule(queuedEvent(event)),
      },
    });
    this.#subscription = options.onFunctionsChanged(() => {
      this.#changes += 1;
      for (const event of this.#parked.splice(0)) this.#schedule(event);
    });
  }

  /** Reads what an earlier run of the service had accepted; the answer goes on with it. */
  async kept(): Promise<() => void> {
    const listed = await this.#options.events.list();
    return () => {
      for (const { event, outcome } of listed) {
        if (outcome === undefined) this.#schedule(event);
        else this.#deliveries.start(event, outcome);
      }
    };
  }

  /** On disk when it resolves; it runs some time after. */
  async accept({ version, qualifier }: InvocationTarget, invocation: Invocation): Promise<void> {
    const event: StoredEvent = {
      id: invocation.requestId,
      functionName: version.settings.FunctionName,
      enqueuedAt: this.#options.clock.now(),
      ...(qualifier !== undefined && { qualifier }),
      ...(invocation.clientContext !== undefined && { clientContext: invocation.clientContext }),
      ...(invocation.traceId !== undefined && { traceId: invocation.traceId }),
      ...(invocation.tenantId !== undefined && { tenantId: invocation.tenantId }),
    };
    const payload = invocation.payload.toString();
    await this.#options.events.append(event, payload);
    this.#schedule(queuedEvent(event), payload);
  }

  dispose(): void {
    this.#disposed = true;
    this.#subscription.dispose();
    for (const timer of this.#timers.values()) timer.dispose();
    this.#timers.clear();
    this.#deliveries.dispose();
    this.#writes.dispose();
  }

  /** `payload`: where it is at hand; it is let go of after the next attempt. */
  #schedule(event: QueuedEvent, payload?: string): void {
    if (this.#disposed) return;
    const delay = Math.max(0, event.notBefore - this.#options.clock.now());
    this.#timers.set(
      event.id,
      this.#options.clock.after(delay, () => {
        this.#timers.delete(event.id);
        this.#run(event, payload).catch((error: unknown) => {
          if (this.#disposed) return;
          const { logger, clock } = this.#options;
          // It has not run: such as where its payload cannot be read now.
          logger.error(`The event ${event.id} of ${event.functionName} is tried again: ${messageOf(error)}`);
          this.#schedule({ ...event, notBefore: clock.now() + brokenMs });
        });
      }),
    );
  }

  async #run(event: QueuedEvent, payload?: string): Promise<void> {
    const { functions, pools, events, logger } = this.#options;
    const changes = this.#changes;
    const failure = this.#failureBefore(event);
    if (failure !== undefined) {
      // Its dead-letter queue is the function's, which is to be there first.
      return (await this.#isThere(event)) ? this.#fail(event, failure) : this.#goOn(event, { type: 'unknown' }, changes);
    }
    const made = await attempt(event, {
      functions,
      pools,
      payload: (id) => (payload === undefined ? events.payload(id) : Promise.resolve(payload)),
      reading: this.#reading,
      logger,
    });
    const succeeded = made.type === 'answered' && made.result.functionError === undefined;
    // What ends with the service has not failed.
    if (this.#disposed && !succeeded) return;
    return this.#goOn(event, made, changes);
  }

  get #isBeginning(): boolean {
    return this.#options.clock.now() < this.#began + beginningMs;
  }

  /** Why it may not run, whatever the function is by now. */
  #failureBefore(event: QueuedEvent): Failure | undefined {
    if (isTooOld(event, this.#moment(event))) return failures.EventAgeExceeded(event.refused);
    return isLoop(event) && !this.#options.recursionAllowed(event.functionName) ? failures.RecursiveInvocation() : undefined;
  }

  async #isThere({ functionName, qualifier }: QueuedEvent): Promise<boolean> {
    return this.#options.functions.resolve(functionName, qualifier).then(
      () => true,
      (error: unknown) => !isNotFound(error),
    );
  }

  /** `changes`: how often functions had changed when the attempt began. */
  async #goOn(event: QueuedEvent, made: Attempt, changes: number): Promise<void> {
    switch (made.type) {
      case 'answered':
        return this.#answered({ ...event, attempts: event.attempts + 1, backOffs: 0 }, made.result);
      case 'refused':
        return this.#refused({ ...event, backOffs: event.backOffs + 1, refused: made.refused });
      case 'unknown':
        if (!this.#isBeginning && isAbandoned(event, this.#options.clock.now())) return this.#fail(event, failures.EventAgeExceeded());
        if (this.#changes === changes) this.#parked.push(event);
        else this.#schedule(event);
        return;
      case 'barred':
        return this.#fail(event, failures.ZeroReservedConcurrency());
      case 'lost':
        this.#options.logger.error(`The event ${event.id} of ${event.functionName} was dropped: its payload cannot be read any more.`);
        return this.#remove(event);
      default:
        return assertNever(made);
    }
  }

  #answered(event: QueuedEvent, result: InvocationResult): Promise<void> {
    const { functionError, executedVersion, payload } = result;
    const answer = { statusCode: 200, executedVersion, ...(functionError !== undefined && { functionError }) };
    if (functionError === undefined) return this.#end(event, { condition: 'Success', ...answer }, payload.toString());
    const step = afterFunctionError(event, this.#moment(event));
    if (step.type === 'failed') return this.#fail(event, { condition: step.condition, ...answer }, payload.toString());
    const { refused: _overtaken, ...next } = event;
    return this.#wait(next, step);
  }

  #refused(event: QueuedEvent & { readonly refused: Refusal }): Promise<void> {
    const step = afterRefusal(event, this.#moment(event));
    return step.type === 'failed' ? this.#fail(event, failures[step.condition](event.refused)) : this.#wait(event, step);
  }

  async #wait(event: QueuedEvent, { ms }: Extract<NextStep, { type: 'wait' }>): Promise<void> {
    const next = { ...event, notBefore: this.#options.clock.now() + ms };
    if (await this.#written(event, () => this.#options.events.update(event.id, next))) this.#schedule(next);
  }

  #fail(event: QueuedEvent, failure: Failure, response?: string): Promise<void> {
    const { logger } = this.#options;
    logger.warn(`The event ${event.id} of ${event.functionName} was dropped after ${event.attempts} attempts: ${failure.condition}`);
    return this.#end(event, failure, response);
  }

  /** It does not run any more: what is to be sent is on disk before anything is. */
  async #end(event: QueuedEvent, result: Omit<EventOutcome, 'at' | 'attempts' | 'deliveries'>, response?: string): Promise<void> {
    const { events, clock, uuid } = this.#options;
    const targets = targetsOf(event, result.condition, this.#options);
    const deliveries = targets.map(({ type, target }) => ({ id: uuid(), type, target, tries: 0 }));
    if (deliveries.length === 0) return this.#remove(event);
    const outcome: EventOutcome = { ...result, at: clock.now(), attempts: event.attempts, deliveries };
    if (await this.#written(event, () => events.finish(event.id, outcome, response))) this.#deliveries.start(event, outcome);
  }

  async #remove({ id, functionName }: QueuedEvent): Promise<void> {
    await this.#written({ id, functionName }, () => this.#options.events.remove(id));
  }

  #written({ id, functionName }: Pick<QueuedEvent, 'id' | 'functionName'>, write: () => Promise<void>): Promise<boolean> {
    return this.#writes.run(`What became of the event ${id} of ${functionName}`, write);
  }

  async #eventFor(from: StoredEvent, arn: string, record: string): Promise<StoredEvent> {
    const { functions, clock, uuid } = this.#options;
    const { version, qualifier } = await functions.resolve(arn);
    const bytes = Buffer.byteLength(record);
    if (bytes > limits.asyncPayloadBytes) throw new DeliveryRefused(`The record has ${bytes} bytes, more than an event may have.`);
    return {
      id: uuid(),
      functionName: version.settings.FunctionName,
      enqueuedAt: clock.now(),
      chain: chainAfter(from),
      ...(qualifier !== undefined && { qualifier }),
      ...(from.traceId !== undefined && { traceId: from.traceId }),
    };
  }

  #moment({ functionName, qualifier }: QueuedEvent): RetryMoment {
    const { configOf, clock, timeScale, random } = this.#options;
    return { config: configOf(functionName, qualifier), now: clock.now(), scale: timeScale(), spread: random() };
  }
}
