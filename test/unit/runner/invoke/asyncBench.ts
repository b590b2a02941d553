import { onTestFinished } from 'vitest';

import { toDisposable, type Disposable } from '../../../../src/common/disposable.ts';
import { Emitter } from '../../../../src/common/emitter.ts';
import { type Logger, silentLogger } from '../../../../src/common/logger.ts';
import { lambdaErrors } from '../../../../src/lambda/lambdaError.ts';
import type { InvocationResult } from '../../../../src/runner/environment/invocation.ts';
import { AsyncInvoker } from '../../../../src/runner/invoke/asyncInvoker.ts';
import type { DestinationMessage } from '../../../../src/runner/invoke/destinations/destination.ts';
import type { EventInvokeConfig } from '../../../../src/runner/resources/eventInvokeConfigs/eventInvokeConfigOf.ts';
import { AsyncEventStore } from '../../../../src/runner/store/asyncEventStore.ts';
import { type DocumentStore, openDocumentStore } from '../../../../src/runner/store/documentStore.ts';
import { eventually } from '../../../shared/eventually.ts';
import { ManualClock } from '../../../shared/manualClock.ts';
import { invocationOf, scriptedVersion } from '../../../shared/scriptedRuntime.ts';
import { temporaryFolder } from '../store/temporaryFolder.ts';

/** What stands for the pools does at a try. */
export type Deed = 'succeed' | 'fail' | 'throttle' | 'break' | 'disposed' | 'hang';

/** A manual clock that can go to the next timer. */
class StepClock extends ManualClock {
  readonly #due = new Set<{ readonly at: number }>();

  override after(delay: number, callback: () => void): Disposable {
    const timer = { at: this.now() + delay };
    this.#due.add(timer);
    const inner = super.after(delay, () => {
      this.#due.delete(timer);
      callback();
    });
    return toDisposable(() => {
      this.#due.delete(timer);
      inner.dispose();
    });
  }

  step(): void {
    const next = Math.min(...[...this.#due].map(({ at }) => at));
    if (Number.isFinite(next)) this.advance(Math.max(0, next - this.now()));
  }
}

export interface Sent {
  readonly target: string;
  readonly message: DestinationMessage;
  /** Seconds since the start. */
  readonly at: number;
}

const failure = '{"errorType":"Error","errorMessage":"no luck"}';
export const arnOf = (name: string): string => `arn:aws:lambda:us-east-1:000000000000:function:${name}`;

/** An asynchronous invoker on a real store, with a clock, pools and destinations that tests steer. */
export class AsyncBench {
  readonly clock = new StepClock();
  readonly store: DocumentStore;
  readonly events: AsyncEventStore;
  readonly functionsChanged = new Emitter<void>();
  readonly log: string[] = [];
  invoker: AsyncInvoker;
  /** When functions were tried, in s since the start. */
  tries: number[] = [];
  /** Qualifiers of what ran. */
  readonly ran: string[] = [];
  readonly sent: Sent[] = [];
  /** The last one for ever. */
  deeds: readonly Deed[] = ['succeed'];
  scale = 1;
  random = 0;
  reserved: number | undefined;
  known: (name: string) => boolean = () => true;
  creating = false;
  /** What an alias gives, one after the other. */
  versions: readonly string[] = ['$LATEST'];
  config: (name: string, qualifier: string | undefined) => EventInvokeConfig | undefined = () => undefined;
  deadLetterTarget: string | undefined;
  recursionAllowed = false;
  /** Throws, or waits, where a message is not taken. */
  take: (target: string) => Promise<void> = () => Promise.resolve();
  readonly #began = this.clock.now();

  private constructor(store: DocumentStore) {
    this.store = store;
    this.events = new AsyncEventStore(store);
    this.invoker = this.#made();
  }

  static async open(): Promise<AsyncBench> {
    const store = await openDocumentStore(await temporaryFolder(), silentLogger);
    const bench = new AsyncBench(store);
    onTestFinished(async () => {
      bench.invoker.dispose();
      await store.close();
    });
    return bench;
  }

  accept(event: unknown = {}, qualifier?: string, name = 'f'): Promise<void> {
    const version = scriptedVersion({ name });
    return this.invoker.accept({ version, invokedArn: version.arn, ...(qualifier !== undefined && { qualifier }) }, invocationOf(event));
  }

  /** Moves from timer to timer until nothing is left to do. With one event, a timer waits only when nothing else is under way. */
  async runDry(): Promise<void> {
    await eventually(async () => {
      this.clock.step();
      return (await this.events.list()).length === 0 && this.clock.pending === 0 ? true : undefined;
    });
  }

  /** Moves from timer to timer until there is what `look` looks for. */
  async until(look: () => boolean | Promise<boolean>): Promise<void> {
    await eventually(async () => {
      if (await look()) return true;
      this.clock.step();
      return undefined;
    });
  }

  /** As a service that ends and starts again. */
  async restart(): Promise<void> {
    this.invoker.dispose();
    this.invoker = this.#made();
    (await this.invoker.kept())();
  }

  /** Bodies of the messages to a target, as values. */
  bodies(target: string): readonly unknown[] {
    return this.sent.filter((one) => one.target === target).map(({ message }) => JSON.parse(message.body) as unknown);
  }

  #seconds(): number {
    return (this.clock.now() - this.#began) / 1000;
  }

  #made(): AsyncInvoker {
    const logger: Logger = { ...silentLogger, warn: (text) => this.log.push(text), error: (text) => this.log.push(text) };
    return new AsyncInvoker({
      events: this.events,
      clock: this.clock,
      logger,
      identity: { partition: 'aws', region: 'us-east-1', account: '000000000000' },
      timeScale: () => this.scale,
      uuid: () => crypto.randomUUID(),
      random: () => this.random,
      onFunctionsChanged: this.functionsChanged.event,
      configOf: (name, qualifier) => this.config(name, qualifier),
      deadLetterTargetOf: () => this.deadLetterTarget,
      recursionAllowed: () => this.recursionAllowed,
      functions: {
        resolve: async (nameOrArn, qualifier) => {
          const name = nameOrArn.split(':')[6] ?? nameOrArn;
          if (!this.known(name)) throw lambdaErrors.functionNotFound(name);
          if (this.creating) throw lambdaErrors.inState('Pending');
          const [version = '$LATEST', ...rest] = this.versions;
          if (rest.length > 0) this.versions = rest;
          return {
            version: { ...scriptedVersion({ name, ...(this.reserved !== undefined && { reserved: this.reserved }) }), version },
            invokedArn: name,
            ...(qualifier !== undefined && { qualifier }),
          };
        },
      },
      pools: {
        invoke: (version, { payload }) => {
          const deed = this.deeds[Math.min(this.tries.length, this.deeds.length - 1)] ?? 'succeed';
          this.tries.push(this.#seconds());
          this.ran.push(version.version);
          return this.#deed(deed, version.version, payload);
        },
      },
      destinations: {
        send: async (target, message) => {
          await this.take(target);
          this.sent.push({ target, message, at: this.#seconds() });
        },
      },
    });
  }

  #deed(deed: Deed, executedVersion: string, payload: Buffer): Promise<InvocationResult> {
    const deeds: Readonly<Record<Deed, () => Promise<InvocationResult>>> = {
      succeed: () => Promise.resolve({ payload: Buffer.from(`{"saw":${payload.length}}`), executedVersion }),
      fail: () => Promise.resolve({ payload: Buffer.from(failure), executedVersion, functionError: 'Unhandled' }),
      throttle: () => Promise.reject(lambdaErrors.throttled('ConcurrentInvocationLimitExceeded')),
      break: () => Promise.reject(new Error('EMFILE')),
      hang: () => new Promise(() => undefined),
      disposed: () => {
        this.invoker.dispose();
        return deeds.succeed();
      },
    };
    return deeds[deed]();
  }
}
