import type { Clock } from '../../common/clock.ts';
import type { Disposable } from '../../common/disposable.ts';
import type { Logger } from '../../common/logger.ts';
import { functionArn, type Identity } from '../../lambda/arn.ts';
import { latestVersion } from '../../lambda/function.ts';
import { backOffMs } from '../../lambda/scaling/rules/asyncRules.ts';
import type { EventOutcome, PendingDelivery, StoredEvent } from '../store/asyncEventDocuments.ts';
import type { AsyncEventStore } from '../store/asyncEventStore.ts';
import { KeyedQueue } from '../store/keyedQueue.ts';
import { deadLetterAttributes } from './destinations/deadLetter.ts';
import { deliveryProblem, maximumTries } from './destinations/deliveryFailure.ts';
import { DeliveryRefused, type DestinationMessage, type Destinations, serviceOf } from './destinations/destination.ts';
import { invocationRecord } from './destinations/invocationRecord.ts';
import type { RepeatedWrites } from './repeatedWrites.ts';
import { Turns } from './turns.ts';

/** The functions of the region, as destinations. */
export interface FunctionDestinations {
  /** The event that a record makes of an event; it is not accepted yet. Rejects with LambdaError where there is no such function. */
  eventFor(from: StoredEvent, arn: string, record: string): Promise<StoredEvent>;
  /** It is on disk. */
  accepted(event: StoredEvent): void;
}

export interface DeliveriesOptions {
  readonly events: AsyncEventStore;
  readonly destinations: Destinations;
  readonly functions: FunctionDestinations;
  readonly writes: RepeatedWrites;
  readonly identity: Identity;
  readonly timeScale: () => number;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** An event that is only to be told of. */
interface Ended {
  readonly event: StoredEvent;
  /** As it is on disk. */
  outcome: EventOutcome;
}

/** How many messages may be under way to one target: one that hangs holds up none but its own. */
const atOnce = 8;

/** CloudWatch's names for what could not be sent. */
const metrics = { destination: 'DestinationDeliveryFailures', deadLetterQueue: 'DeadLetterErrors' } as const;

/**
 * Sends what became of events: each message until it is taken or was tried often enough, at every start again. What is taken is
 * noted after it was, so that a message may come twice, and none is lost.
 */
export class Deliveries implements Disposable {
  readonly #options: DeliveriesOptions;
  readonly #timers = new Set<Disposable>();
  /** By target; of those to which something is under way. */
  readonly #turns = new Map<string, Turns>();
  /** What is noted of one event, one note after the other. */
  readonly #notes = new KeyedQueue();
  #disposed = false;

  constructor(options: DeliveriesOptions) {
    this.#options = options;
  }

  /** With an outcome that is on disk. */
  start(event: StoredEvent, outcome: EventOutcome): void {
    const ended = { event, outcome };
    for (const pending of outcome.deliveries) this.#schedule(ended, pending, 0);
  }

  dispose(): void {
    this.#disposed = true;
    for (const timer of this.#timers) timer.dispose();
    this.#timers.clear();
  }

  #schedule(ended: Ended, pending: PendingDelivery, delay: number): void {
    if (this.#disposed) return;
    const timer = this.#options.clock.after(delay, () => {
      this.#timers.delete(timer);
      this.#inTurn(pending.target, () => this.#deliver(ended, pending)).catch((error: unknown) => {
        // It stays on disk, and is sent after the next start.
        if (this.#disposed) return;
        this.#options.logger.error(`What became of the event ${ended.event.id} could not be noted: ${deliveryProblem(error)}`);
      });
    });
    this.#timers.add(timer);
  }

  async #deliver(ended: Ended, pending: PendingDelivery): Promise<void> {
    if (this.#disposed) return;
    try {
      const message = await this.#message(ended, pending);
      if (serviceOf(pending.target) === 'lambda') return await this.#handOver(ended, pending, message);
      await this.#options.destinations.send(pending.target, message);
    } catch (error) {
      if (this.#disposed) return;
      return this.#failed(ended, pending, error);
    }
    await this.#note(ended, (outcome) => without(outcome, pending));
  }

  /** In one write, so that the other function gets it once. */
  async #handOver(ended: Ended, pending: PendingDelivery, { body }: DestinationMessage): Promise<void> {
    const { events, functions } = this.#options;
    const next = await functions.eventFor(ended.event, pending.target, body);
    const noted = await this.#note(
      ended,
      (outcome) => without(outcome, pending),
      (rest) => events.handOver(ended.event.id, rest, next, body),
    );
    if (noted) functions.accepted(next);
  }

  async #message({ event, outcome }: Ended, { id, type }: PendingDelivery): Promise<DestinationMessage> {
    const { events, identity } = this.#options;
    const payload = await events.payload(event.id);
    if (payload === undefined) throw new DeliveryRefused('Its payload cannot be read any more.');
    const response = await events.response(event.id);
    const arn = functionArn(identity, event.functionName, event.qualifier ?? latestVersion);
    const common = { id, functionName: event.functionName, functionArn: arn, condition: outcome.condition, at: outcome.at };
    return type === 'destination'
      ? { ...common, body: invocationRecord({ requestId: event.id, functionArn: arn, outcome, payload, response }) }
      : { ...common, body: payload, attributes: deadLetterAttributes(event.id, outcome, response) };
  }

  async #failed(ended: Ended, pending: PendingDelivery, error: unknown): Promise<void> {
    const { timeScale, logger } = this.#options;
    const { id, functionName } = ended.event;
    const next = { ...pending, tries: pending.tries + 1 };
    const what = `of the event ${id} of ${functionName} to ${pending.target}`;
    if (next.tries >= maximumTries(error)) {
      logger.error(`${metrics[pending.type]}: the message ${what} was given up after ${next.tries} tries: ${deliveryProblem(error)}`);
      await this.#note(ended, (outcome) => without(outcome, pending));
      return;
    }
    if (next.tries === 1) logger.warn(`The message ${what} will be sent again: ${deliveryProblem(error)}`);
    const noted = await this.#note(ended, (outcome) => replaced(outcome, next));
    if (noted) this.#schedule(ended, next, backOffMs(next.tries, timeScale()));
  }

  /** Whether it is on disk: it is not where the service ends before. */
  #note(
    ended: Ended,
    change: (outcome: EventOutcome) => EventOutcome,
    write: (outcome: EventOutcome) => Promise<void> = (outcome) => this.#options.events.updateOutcome(ended.event.id, outcome),
  ): Promise<boolean> {
    return this.#notes.run(ended.event.id, async () => {
      const outcome = change(ended.outcome);
      const written = await this.#options.writes.run(`What became of the event ${ended.event.id}`, () => write(outcome));
      if (written) ended.outcome = outcome;
      return written;
    });
  }

  async #inTurn(target: string, task: () => Promise<void>): Promise<void> {
    const turns = this.#turns.get(target) ?? new Turns(atOnce);
    this.#turns.set(target, turns);
    try {
      await turns.run(task);
    } finally {
      if (turns.idle) this.#turns.delete(target);
    }
  }
}

function without(outcome: EventOutcome, { id }: PendingDelivery): EventOutcome {
  return { ...outcome, deliveries: outcome.deliveries.filter((one) => one.id !== id) };
}

function replaced(outcome: EventOutcome, delivery: PendingDelivery): EventOutcome {
  return { ...outcome, deliveries: outcome.deliveries.map((one) => (one.id === delivery.id ? delivery : one)) };
}
