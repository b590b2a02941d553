import type { Clock } from '../../common/clock.ts';
import { CodedError } from '../../common/codedError.ts';
import type { Identity } from '../../lambda/arn.ts';
import { limits } from '../../lambda/limits.ts';
import type { InitializationType, InitPhase } from '../../lambda/logs/platformRecord.ts';
import type { FunctionVersion } from '../resources/functionVersion.ts';
import type { Housing, Isolation } from '../sandbox/housing.ts';
import { within } from './deadline.ts';
import { domainOf } from './domainOf.ts';
import { fallenErrorType } from './ending.ts';
import type { EnvironmentJournal } from './environmentJournal.ts';
import type { ShutdownReason } from './extensions/extensions.ts';
import type { HandlerVariables, HandlerVariablesOf } from './handlerVariables.ts';
import { openHousing, unusable } from './openHousing.ts';
import type { InitOutcome, RuntimeDomain } from './runtimeDomain.ts';
import { TelemetryService } from './telemetry/telemetryService.ts';

export interface EnvironmentRuntimeOptions {
  readonly environmentId: string;
  readonly version: FunctionVersion;
  readonly logStream: string;
  readonly provisioned: boolean;
  readonly journal: EnvironmentJournal;
  readonly clock: Clock;
  readonly identity: Identity;
  readonly isolation: Isolation;
  readonly handlerVariables: HandlerVariablesOf;
  /** A process started, or ended. */
  readonly onChange: () => void;
}

/** What a start needs, or why there is none. */
type Prepared =
  | { readonly type: 'ready'; readonly housing: Housing; readonly handler: HandlerVariables }
  | { readonly type: 'notStarted'; readonly message: string }
  | { readonly type: 'failed'; readonly error: unknown };

/** A runtime that reported its failed initialisation is about to print why and exit. */
const initErrorGraceMs = 500;

/** How long the end of an environment waits for the housing that is being made. */
const openingGraceMs = 2_000;

/**
 * What runs in an environment: its housing, which lasts as long as the environment, and in it the runtime with its extensions, which may
 * fail and is then started anew. Tells initialisations and restores in the journal.
 */
export class EnvironmentRuntime {
  readonly #options: EnvironmentRuntimeOptions;
  readonly #type: InitializationType;
  /** Subscriptions outlast a runtime that failed. */
  readonly #telemetry: TelemetryService;
  #housing: Housing | undefined;
  #domain: RuntimeDomain | undefined;
  #prepared: Prepared | undefined;
  /** Its housing that is being made. */
  #opening: Promise<unknown> | undefined;
  #closed = false;
  /** When an initialisation inside of an invocation began, on the monotonic clock, while it lasts. */
  #upSince: number | undefined;
  /** Counts starts: one that was given up must not come to life later. */
  #attempt = 0;
  #initDurationMs: number | undefined;
  #restoreDurationMs: number | undefined;
  #expiresAt = Number.POSITIVE_INFINITY;

  constructor(options: EnvironmentRuntimeOptions) {
    this.#options = options;
    const { clock, journal } = options;
    this.#telemetry = new TelemetryService({
      clock,
      nameOf: (identifier) => this.#domain?.nameOf(identifier),
      onRecord: (record) => journal.platform(record),
    });
    journal.tellTo(this.#telemetry);
    const onDemand = options.version.execution.snapStart ? 'snap-start' : 'on-demand';
    this.#type = options.provisioned ? 'provisioned-concurrency' : onDemand;
  }

  get housing(): Housing | undefined {
    return this.#housing;
  }

  /** Undefined before a start, and after a failure until the next one. */
  get domain(): RuntimeDomain | undefined {
    return this.#domain;
  }

  /** Of the first initialisation, where the environment began with one that succeeded and is billed. */
  get initDurationMs(): number | undefined {
    return this.#initDurationMs;
  }

  get restoreDurationMs(): number | undefined {
    return this.#restoreDurationMs;
  }

  /** When its credentials end, in milliseconds since the epoch. */
  get expiresAt(): number {
    return this.#expiresAt;
  }

  /**
   * Has ready what a start needs: layers may have to be fetched, and credentials asked for, which on Lambda is done before and counts
   * towards no limit. What went wrong is told by the start. Never throws.
   */
  async prepare(): Promise<void> {
    if (this.#domain === undefined && this.#prepared === undefined && !this.#closed) this.#prepared = await this.#prepare();
  }

  /**
   * The initialisation before any invocation, within its own limit. One that fails is told and dropped: Lambda then initialises once
   * more, inside the first invocation. Throws LambdaError where no runtime can be had at all.
   */
  async initialise(): Promise<void> {
    await this.prepare();
    if (this.#closed) return;
    const { clock, version } = this.#options;
    const snapStart = this.#type === 'snap-start';
    const limitMs = 1000 * (this.#type !== 'on-demand' ? Math.max(limits.snapshotInitSeconds, version.settings.Timeout) : limits.initSeconds);
    const started = clock.monotonic();
    const outcome = await within(clock, limitMs, this.#start('init'));
    const durationMs = clock.monotonic() - started;
    if (outcome === 'dropped') return;
    this.#tellInit('init', outcome, durationMs);
    if (outcome === 'late' || !isUp(outcome)) return this.drop(outcome === 'late' ? 'timeout' : 'failure');
    if (!snapStart) this.#initDurationMs = durationMs;
    else {
      const restored = await this.#restore(outcome);
      if (isUp(restored.outcome)) this.#restoreDurationMs = restored.durationMs;
    }
  }

  /** Has it up for an invocation: at once where it is, else by an initialisation inside of it. */
  async up(): Promise<RuntimeDomain | Exclude<InitOutcome, { type: 'ready' | 'snapshot' }>> {
    if (this.#domain !== undefined) return this.#domain;
    const { clock } = this.#options;
    const started = clock.monotonic();
    this.#upSince = started;
    const outcome = await this.#start('invoke');
    if (outcome === 'dropped') return dropped;
    this.#upSince = undefined;
    this.#tellInit('invoke', outcome, clock.monotonic() - started);
    if (outcome.type !== 'ready' && outcome.type !== 'snapshot') return outcome;
    if (outcome.type === 'snapshot') {
      const restored = await this.#restore(outcome);
      if (restored.outcome.type === 'failed') return restored.outcome;
    }
    return this.#domain ?? dropped;
  }

  /** Ends what runs, within the time that extensions give. */
  async drop(reason: ShutdownReason): Promise<void> {
    this.#attempt += 1;
    const domain = this.#domain;
    this.#domain = undefined;
    const since = this.#upSince;
    this.#upSince = undefined;
    if (since !== undefined && reason === 'timeout') this.#tellInit('invoke', 'late', this.#options.clock.monotonic() - since);
    if (domain === undefined) return;
    await domain.shutdown(reason);
    this.#options.journal.outputEnded();
  }

  /** After `drop`: gives its housing back. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#telemetry.dispose();
    // What is made of it now would be left behind; a layer that is still being fetched is not waited for.
    if (this.#opening !== undefined) await within(this.#options.clock, openingGraceMs, this.#opening);
    const housing = this.#housing;
    this.#housing = undefined;
    await housing?.close();
  }

  /** `dropped`: it was ended meanwhile. */
  async #start(phase: InitPhase): Promise<InitOutcome | 'dropped'> {
    this.#attempt += 1;
    const attempt = this.#attempt;
    const prepared = this.#prepared;
    this.#prepared = undefined;
    if (prepared === undefined) return 'dropped';
    if (prepared.type === 'failed') throw prepared.error;
    if (prepared.type === 'notStarted') {
      this.#tellInitStart(phase);
      return { type: 'exited', cause: { type: 'notStarted', message: prepared.message } };
    }
    const { version, clock, journal, identity, logStream } = this.#options;
    const { housing, handler } = prepared;
    this.#expiresAt = handler.expiresAt ?? Number.POSITIVE_INFINITY;
    const telemetry = this.#telemetry;
    telemetry.openSubscriptions();
    const domain = domainOf({ clock, identity, version, housing, journal, telemetry, logStream, initializationType: this.#type, handler });
    this.#domain = domain;
    this.#tellInitStart(phase);
    const outcome = await domain.start(this.#options.onChange).catch((error: unknown) => {
      throw unusable(error);
    });
    if (outcome.type === 'failed') await within(clock, initErrorGraceMs, domain.exited);
    return attempt === this.#attempt ? outcome : 'dropped';
  }

  async #prepare(): Promise<Prepared> {
    const { version, handlerVariables } = this.#options;
    try {
      const housing = this.#housing ?? (await this.#open());
      if (housing instanceof CodedError) return { type: 'notStarted', message: housing.message };
      return { type: 'ready', housing, handler: await handlerVariables(version) };
    } catch (error) {
      return { type: 'failed', error: unusable(error) };
    }
  }

  async #open(): Promise<Housing | CodedError> {
    const { isolation, version, environmentId } = this.#options;
    const opening = openHousing(isolation, version, environmentId).then(async (housing) => {
      if (housing instanceof CodedError) return housing;
      // It was ended meanwhile.
      if (this.#closed) await housing.close();
      else this.#housing = housing;
      return housing;
    });
    this.#opening = opening.catch(() => {});
    try {
      return await opening;
    } finally {
      this.#opening = undefined;
    }
  }

  /** What follows a snapshot: here the environment that was initialised goes on itself. One that fails is told and dropped. */
  async #restore(init: InitOutcome): Promise<{ readonly outcome: InitOutcome; readonly durationMs: number }> {
    const { clock, journal } = this.#options;
    journal.platform({ type: 'platform.restoreStart', record: this.#instance });
    const started = clock.monotonic();
    const restoring = init.type === 'snapshot' ? this.#domain?.restore() : undefined;
    const outcome = restoring === undefined ? init : await within(clock, limits.restoreSeconds * 1000, restoring);
    const durationMs = clock.monotonic() - started;
    const ended = initStatus(outcome);
    journal.platform({ type: 'platform.restoreRuntimeDone', record: ended });
    journal.platform({ type: 'platform.restoreReport', record: { ...ended, metrics: { durationMs } } });
    if (ended.status !== 'success') await this.drop(outcome === 'late' ? 'timeout' : 'failure');
    return { outcome: outcome === 'late' ? dropped : outcome, durationMs };
  }

  #tellInitStart(phase: InitPhase): void {
    this.#options.journal.platform({
      type: 'platform.initStart',
      record: { initializationType: this.#type, phase, ...this.#instance },
    });
  }

  #tellInit(phase: InitPhase, outcome: InitOutcome | 'late', durationMs: number): void {
    const record = { initializationType: this.#type, phase, ...initStatus(outcome) };
    const { journal } = this.#options;
    journal.platform({ type: 'platform.initRuntimeDone', record });
    journal.platform({ type: 'platform.initReport', record: { ...record, metrics: { durationMs } } });
  }

  get #instance() {
    const { identity, version, logStream } = this.#options;
    const { settings } = version;
    return {
      functionName: settings.FunctionName,
      functionVersion: version.version,
      instanceId: logStream,
      instanceMaxMemory: settings.MemorySize * 1024 * 1024,
      runtimeVersion: settings.Runtime,
      runtimeVersionArn: `arn:${identity.partition}:lambda:${identity.region}::runtime:local`,
    };
  }
}

const dropped = { type: 'exited', cause: { type: 'signaled', signal: 'SIGKILL' } } as const;

function isUp(outcome: InitOutcome): boolean {
  return outcome.type === 'ready' || outcome.type === 'snapshot';
}

function initStatus(outcome: InitOutcome | 'late'): { status: 'success' | 'error' | 'timeout'; errorType?: string } {
  if (outcome === 'late') return { status: 'timeout' };
  if (outcome.type === 'failed') return { status: 'error', errorType: outcome.answer.errorType ?? 'Runtime.Unknown' };
  if (outcome.type === 'ready' || outcome.type === 'snapshot') return { status: 'success' };
  return { status: 'error', errorType: fallenErrorType(outcome) };
}
