import { randomBytes } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import type { Clock } from '../../common/clock.ts';
import { messageOf } from '../../common/codedError.ts';
import type { Identity } from '../../lambda/arn.ts';
import type { EnvironmentInfo } from '../../protocol/runner.ts';
import type { EventSink } from '../observe/eventSink.ts';
import type { FunctionVersion } from '../resources/functionVersion.ts';
import type { Housing, Isolation } from '../sandbox/housing.ts';
import type { MemoryMeter } from '../sandbox/memory.ts';
import { within } from './deadline.ts';
import { type Ending, endingOf, type Execution, notStarted, runtimeLivesOn } from './ending.ts';
import { EnvironmentJournal } from './environmentJournal.ts';
import { EnvironmentRuntime } from './environmentRuntime.ts';
import type { HandlerVariablesOf } from './handlerVariables.ts';
import type { Invocation, InvocationResult } from './invocation.ts';
import type { InitGate } from './initGate.ts';
import { Lifecycle } from './lifecycle.ts';
import { MemoryRecord } from './memoryRecord.ts';
import { regionStopping } from './regionStopping.ts';
import { RuntimeDomain } from './runtimeDomain.ts';
import { logStreamName } from './variables.ts';

export interface EnvironmentDependencies {
  readonly clock: Clock;
  readonly identity: Identity;
  readonly isolation: Isolation;
  readonly handlerVariables: HandlerVariablesOf;
  readonly meter: MemoryMeter;
  readonly sink: EventSink;
  readonly initGate: InitGate;
}

/** What sets an environment apart from others of its version. */
export interface EnvironmentKind {
  readonly tenantId?: string | undefined;
  /** Whether it initialises before any invocation, and waits for one. */
  readonly provisioned?: boolean;
}

/** What fills memory or /tmp takes longer than this: shorter invocations are not delayed by a look at them. */
const lookAfterMs = 50;

/**
 * One execution environment of a function's version: initialises, runs one invocation at a time, and starts its runtime anew
 * after a timeout or a crash.
 */
export class ExecutionEnvironment {
  readonly id = randomBytes(16).toString('hex');
  readonly version: FunctionVersion;
  /** Whom it serves, where tenants are kept apart. */
  readonly tenantId: string | undefined;
  /** Whether its first initialisation went well, once it has ended. Never rejects. */
  readonly initialised: Promise<boolean>;
  readonly #provisioned: boolean;
  readonly #clock: Clock;
  readonly #lifecycle = new Lifecycle();
  readonly #journal: EnvironmentJournal;
  readonly #memory: MemoryRecord;
  readonly #runtime: EnvironmentRuntime;
  readonly #startedAt: number;
  readonly #logStream: string;
  /** The initialisation that began with the environment; the first invocation waits for it. */
  readonly #firstInit: Promise<void>;
  #invocations = 0;
  #lastDurationMs: number | undefined;
  #frozen = false;
  /** From the start of an invocation until the runtime asks for the next, or is gone. Never rejects. */
  #finishing: Promise<unknown> = Promise.resolve();
  /** What /tmp held when it was found over its size, in the invocation that runs. */
  #temporaryHeld: number | undefined;
  #stopped: Promise<void> | undefined;

  constructor(version: FunctionVersion, dependencies: EnvironmentDependencies, { tenantId, provisioned = false }: EnvironmentKind = {}) {
    const { clock, sink, meter, initGate } = dependencies;
    this.version = version;
    this.tenantId = tenantId;
    this.#provisioned = provisioned;
    this.#clock = clock;
    this.#memory = new MemoryRecord(clock, meter);
    this.#startedAt = clock.now();
    this.#logStream = logStreamName(this.#startedAt, version.version, this.id);
    this.#journal = new EnvironmentJournal(clock, sink, version, this.id, this.#logStream);
    this.#runtime = new EnvironmentRuntime({
      ...dependencies,
      environmentId: this.id,
      version,
      logStream: this.#logStream,
      provisioned,
      journal: this.#journal,
      onChange: () => this.#journal.changed(this.info),
    });
    this.#journal.changed(this.info);
    this.#firstInit = this.#initialiseInTurn(initGate);
    // The invocation that waits for it hears of a failure.
    this.#firstInit.catch(() => {});
    this.initialised = this.#firstInit.then(
      () => this.#runtime.domain !== undefined,
      () => false,
    );
    if (provisioned) void this.initialised.then((succeeded) => succeeded && this.#settle());
  }

  /** The runtime's process. */
  get pid(): number | undefined {
    return this.#runtime.domain?.pid;
  }

  /** All its processes: the runtime and its extensions. */
  get pids(): readonly number[] {
    return this.#runtime.domain?.pids ?? [];
  }

  get housing(): Housing | undefined {
    return this.#runtime.housing;
  }

  get isBusy(): boolean {
    return this.#lifecycle.state === 'busy';
  }

  /** Whether its credentials have ended: it may not serve any more. */
  get isExpired(): boolean {
    return this.#clock.now() >= this.#runtime.expiresAt;
  }

  get info(): EnvironmentInfo {
    const state = this.#lifecycle.state;
    const { initDurationMs } = this.#runtime;
    return {
      id: this.id,
      functionName: this.version.settings.FunctionName,
      version: this.version.version,
      runtime: this.version.settings.Runtime,
      state: state === 'stopped' ? 'stopping' : state,
      startedAt: this.#startedAt,
      invocations: this.#invocations,
      logStream: this.#logStream,
      ...(this.pid !== undefined && { pid: this.pid }),
      ...(this.#memory.resident > 0 && { memoryBytes: this.#memory.resident }),
      ...(initDurationMs !== undefined && { initDurationMs }),
      ...(this.#lastDurationMs !== undefined && { lastDurationMs: this.#lastDurationMs }),
      ...(this.#provisioned && { provisioned: true as const }),
    };
  }

  /**
   * Runs one invocation. Resolves with the function's answer, or its failure in Lambda's words; with the log's tail only
   * once the runtime is done. Throws LambdaError where no runtime can be had at all, or the environment was stopped before it began.
   */
  async run(invocation: Invocation): Promise<InvocationResult> {
    const cold = this.#lifecycle.state === 'starting';
    this.#thaw();
    await this.#finishing;
    await this.#firstInit;
    await this.#runtime.prepare();
    if (this.#stopped !== undefined) throw regionStopping();
    this.#lifecycle.to('busy');
    if (cold) this.#journal.changed(this.info);
    this.#temporaryHeld = undefined;
    const begun = { started: this.#clock.monotonic(), startedAt: this.#clock.now() };
    if (invocation.tail) this.#journal.log.startTail();
    this.#journal.invocationStarted(invocation, cold);
    const answer = this.#execute(invocation, begun.started).then((execution) => endingOf(execution, invocation.requestId, this.#timeoutMs));
    const finishing = this.#finish(invocation, answer, begun);
    this.#finishing = finishing;
    const answered = await answer;
    const ending = invocation.tail ? await finishing : answered;
    return {
      payload: ending.payload,
      executedVersion: this.version.version,
      ...(ending.outcome !== 'success' && { functionError: 'Unhandled' as const }),
      ...(invocation.tail && { logTail: this.#journal.log.endTail() }),
    };
  }

  /**
   * Of one that has answered and whose extensions go on: until they are done, as it may serve nothing before; else undefined. That its
   * runtime asks for the next event is a matter of a moment, for which the next invocation waits. Never rejects.
   */
  get lingering(): Promise<unknown> | undefined {
    return this.#runtime.domain?.extensionsWork === true ? this.#finishing : undefined;
  }

  /** It counts as at work no longer. */
  noteFreed(): void {
    if (this.isBusy) this.#journal.changed({ ...this.info, state: 'idle' });
  }

  /** Ends the environment once its runtime is done with its invocation. */
  async retire(reason: string): Promise<void> {
    await this.#finishing;
    await this.stop(reason);
  }

  /** Ends the environment, within the time that its extensions give. Who calls it again waits for the same end. */
  stop(reason: string): Promise<void> {
    this.#stopped ??= this.#end(reason);
    return this.#stopped;
  }

  /** Stops its processes until the next invocation, as Lambda does where there is nothing to do. */
  freeze(): void {
    if (this.#frozen || this.#lifecycle.state !== 'idle') return;
    this.#frozen = true;
    this.#runtime.domain?.freeze();
  }

  /** What its processes hold, in bytes; over the function's memory, they end, and the invocation that runs fails. */
  noteMemory(resident: number): void {
    this.#memory.note(resident);
    if (resident <= this.#memoryBytes) return;
    if (this.isBusy) void this.#runtime.domain?.kill({ type: 'outOfMemory' });
    // A short invocation got away with it: the next one starts anew, and fails no more than it would on Lambda.
    else if (this.#lifecycle.state === 'idle') this.#finishing = this.#runtime.drop('failure').then(() => this.#memory.reset());
  }

  /** What /tmp holds, in bytes; over its size, the processes end, and the invocation that runs fails. */
  noteTemporary(held: number): void {
    // It was looked at while one ran that has ended since: the next one's failure it is not.
    if (held <= this.#temporarySize || !this.isBusy) return;
    this.#temporaryHeld = held;
    void this.#runtime.domain?.kill();
  }

  get #timeoutMs(): number {
    return this.version.settings.Timeout * 1000;
  }

  get #memoryBytes(): number {
    return this.version.settings.MemorySize * 1024 * 1024;
  }

  get #temporarySize(): number {
    return this.version.settings.EphemeralStorage * 1024 * 1024;
  }

  /** A provisioned one waits for its first invocation. */
  #settle(): void {
    if (this.#lifecycle.state !== 'starting') return;
    this.#lifecycle.to('idle');
    this.#journal.changed(this.info);
  }

  async #end(reason: string): Promise<void> {
    this.#lifecycle.to('stopping');
    this.#journal.changed(this.info);
    this.#thaw();
    await this.#runtime.drop('spindown');
    // An invocation that it ran has ended by that, and is written down before.
    await this.#finishing;
    await this.#runtime.close();
    this.#lifecycle.to('stopped');
    this.#journal.stopped(reason);
  }

  #thaw(): void {
    if (!this.#frozen) return;
    this.#frozen = false;
    this.#runtime.domain?.thaw();
  }

  async #initialiseInTurn(gate: InitGate): Promise<void> {
    const leave = await gate.enter(this.#provisioned ? 'ahead' : 'awaited');
    try {
      if (this.#stopped !== undefined) return;
      await this.#runtime.initialise();
      // So that the report of an invocation that does not survive knows something.
      this.#memory.look(this.pids);
    } finally {
      leave();
    }
  }

  async #execute(invocation: Invocation, started: number): Promise<Execution> {
    const deadlineMs = this.#clock.now() + this.#timeoutMs;
    const outcome = await within(this.#clock, this.#timeoutMs, this.#initialiseAndRun(invocation, deadlineMs));
    if (outcome === 'late') return { type: 'timedOut' };
    return this.#clock.monotonic() - started < lookAfterMs ? outcome : this.#withinLimits(outcome);
  }

  async #initialiseAndRun(invocation: Invocation, deadlineMs: number): Promise<Execution> {
    const up = this.#runtime.domain ?? (await this.#runtime.up());
    return up instanceof RuntimeDomain ? up.run(invocation, deadlineMs) : up;
  }

  /** What was over a limit between two samples is seen before it is answered. */
  async #withinLimits(outcome: Execution): Promise<Execution> {
    if (this.#temporaryHeld !== undefined) return { type: 'temporaryFull', held: this.#temporaryHeld, size: this.#temporarySize };
    if (outcome.type !== 'answered') return outcome;
    this.#memory.look(this.pids);
    if (this.#memory.peak > this.#memoryBytes) return { type: 'exited', cause: { type: 'outOfMemory' } };
    const held = (await this.housing?.temporaryBytes()) ?? 0;
    return held > this.#temporarySize ? { type: 'temporaryFull', held, size: this.#temporarySize } : outcome;
  }

  /**
   * Waits until the runtime is done with the invocation, then writes it down. Answers how it ended: the timeout holds until the runtime
   * asks for its next event, also where it has answered. Never throws.
   */
  async #finish(invocation: Invocation, answer: Promise<Ending>, begun: { started: number; startedAt: number }): Promise<Ending> {
    const answered = await answer.catch((error: unknown) => notStarted(invocation.requestId, messageOf(error)));
    const settled = runtimeLivesOn(answered) ? await this.#settled(begun.started) : 'exited';
    const ending = this.#endingAfter(settled, answered, invocation.requestId);
    // Lambda reports, and bills, no more than the timeout.
    const durationMs = ending.outcome === 'timeout' ? this.#timeoutMs : this.#clock.monotonic() - begun.started;
    if (this.#memory.isDue) this.#memory.look(this.pids);
    if (settled !== 'next') await this.#runtime.drop(ending.outcome === 'timeout' ? 'timeout' : 'failure');
    // What the handler printed is in the pipe by now: one turn of the event loop reads it.
    await setImmediate();
    const first = this.#invocations === 0;
    this.#invocations += 1;
    this.#lastDurationMs = durationMs;
    const { initDurationMs, restoreDurationMs } = this.#runtime;
    this.#journal.invocationEnded(invocation, ending, {
      ...begun,
      durationMs,
      maxMemoryUsedBytes: this.#memory.peak,
      ...(first && initDurationMs !== undefined && { initDurationMs }),
      ...(first && restoreDurationMs !== undefined && { restoreDurationMs }),
    });
    if (settled !== 'next') this.#memory.reset();
    if (this.#lifecycle.state === 'busy') this.#lifecycle.to('idle');
    return ending;
  }

  /** What became of an invocation that was answered: the timeout, or an extension that failed, may still have ended it. */
  #endingAfter(settled: 'next' | 'exited' | 'late', answered: Ending, requestId: string): Ending {
    if (settled === 'late') return endingOf({ type: 'timedOut' }, requestId, this.#timeoutMs);
    const fallen = settled === 'exited' && runtimeLivesOn(answered) ? this.#runtime.domain?.fallen : undefined;
    return fallen?.type === 'extension' ? endingOf(fallen, requestId, this.#timeoutMs) : answered;
  }

  async #settled(started: number): Promise<'next' | 'exited' | 'late'> {
    const { domain } = this.#runtime;
    if (domain === undefined) return 'exited';
    return within(this.#clock, Math.max(0, started + this.#timeoutMs - this.#clock.monotonic()), domain.settled());
  }
}
