import { randomBytes } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import type { Clock } from '../../common/clock.ts';
import { CodedError, messageOf } from '../../common/codedError.ts';
import type { Identity } from '../../lambda/arn.ts';
import { limits } from '../../lambda/limits.ts';
import type { EnvironmentInfo } from '../../protocol/runner.ts';
import type { EventSink } from '../observe/eventSink.ts';
import type { FunctionVersion } from '../resources/functionVersion.ts';
import type { Runtimes } from '../runtimes/launchPlan.ts';
import type { MemoryMeter } from '../sandbox/memory.ts';
import type { ProcessHost } from '../sandbox/sandboxProcess.ts';
import { within } from './deadline.ts';
import { type Ending, endingOf, type Execution, notStarted, runtimeLivesOn } from './ending.ts';
import { EnvironmentJournal } from './environmentJournal.ts';
import type { Invocation, InvocationResult } from './invocation.ts';
import type { InitGate } from './initGate.ts';
import { launchPlanOf } from './launchPlanOf.ts';
import { Lifecycle } from './lifecycle.ts';
import { MemoryRecord } from './memoryRecord.ts';
import { regionStopping } from './regionStopping.ts';
import { type InitOutcome, RuntimeProcess } from './runtimeProcess.ts';
import { environmentVariables, logStreamName } from './variables.ts';

export interface EnvironmentDependencies {
  readonly clock: Clock;
  readonly identity: Identity;
  readonly runtimes: Runtimes;
  readonly host: ProcessHost;
  readonly meter: MemoryMeter;
  readonly sink: EventSink;
  readonly initGate: InitGate;
}

/** A runtime that reported its failed initialisation is about to print why and exit. */
const initErrorGraceMs = 500;

/**
 * One execution environment of a function's version: initialises, runs one invocation at a time, and starts its runtime anew
 * after a timeout or a crash.
 */
export class ExecutionEnvironment {
  readonly id = randomBytes(16).toString('hex');
  readonly version: FunctionVersion;
  readonly #deps: EnvironmentDependencies;
  readonly #lifecycle = new Lifecycle();
  readonly #journal: EnvironmentJournal;
  readonly #startedAt: number;
  readonly #logStream: string;
  /** The initialisation that began with the environment; the first invocation waits for it. */
  readonly #firstInit: Promise<void>;
  #runtime: RuntimeProcess | undefined;
  /** Counts starts of a runtime: one that was given up must not come to life later. */
  #attempt = 0;
  #initDurationMs: number | undefined;
  #invocations = 0;
  #lastDurationMs: number | undefined;
  readonly #memory: MemoryRecord;
  /** From the start of an invocation until the runtime asks for the next, or is gone. Never rejects. */
  #finishing: Promise<unknown> = Promise.resolve();
  #stopped: Promise<void> | undefined;

  constructor(version: FunctionVersion, dependencies: EnvironmentDependencies) {
    this.version = version;
    this.#deps = dependencies;
    this.#memory = new MemoryRecord(dependencies.clock, dependencies.meter);
    this.#startedAt = dependencies.clock.now();
    this.#logStream = logStreamName(this.#startedAt, version.version, this.id);
    this.#journal = new EnvironmentJournal(dependencies.clock, dependencies.sink, version, this.id, this.#logStream);
    this.#journal.changed(this.info);
    this.#firstInit = this.#initialiseInTurn();
    // The invocation that waits for it hears of a failure.
    this.#firstInit.catch(() => {});
  }

  get pid(): number | undefined {
    return this.#runtime?.pid;
  }

  get info(): EnvironmentInfo {
    const state = this.#lifecycle.state;
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
      ...(this.#initDurationMs !== undefined && { initDurationMs: this.#initDurationMs }),
      ...(this.#lastDurationMs !== undefined && { lastDurationMs: this.#lastDurationMs }),
    };
  }

  /**
   * Runs one invocation. Resolves with the function's answer, or its failure in Lambda's words; with the log's tail only
   * once the runtime is done. Throws LambdaError where no runtime can be had at all, or the environment was stopped before it began.
   */
  async run(invocation: Invocation): Promise<InvocationResult> {
    const cold = this.#lifecycle.state === 'starting';
    await this.#finishing;
    await this.#firstInit;
    if (this.#stopped !== undefined) throw regionStopping();
    this.#lifecycle.to('busy');
    if (cold) this.#journal.changed(this.info);
    const started = this.#deps.clock.monotonic();
    if (invocation.tail) this.#journal.log.startTail();
    this.#journal.invocationStarted(invocation.requestId, cold);
    const answer = this.#execute(invocation).then((execution) => endingOf(execution, invocation.requestId, this.#timeoutMs));
    const finishing = this.#finish(invocation.requestId, answer, started);
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

  /** Ends the environment once its runtime is done with its invocation. */
  async retire(reason: string): Promise<void> {
    await this.#finishing;
    await this.stop(reason);
  }

  /** Ends the environment: at once, as Lambda does without extensions. Who calls it again waits for the same end. */
  stop(reason: string): Promise<void> {
    this.#stopped ??= this.#end(reason);
    return this.#stopped;
  }

  /** A sample of the process's resident memory, in bytes. */
  noteMemory(resident: number): void {
    this.#memory.note(resident);
  }

  get #timeoutMs(): number {
    return this.version.settings.Timeout * 1000;
  }

  async #end(reason: string): Promise<void> {
    this.#lifecycle.to('stopping');
    this.#journal.changed(this.info);
    await this.#dropRuntime();
    // An invocation that it ran has ended by that, and is written down before.
    await this.#finishing;
    this.#lifecycle.to('stopped');
    this.#journal.stopped(reason);
  }

  async #initialiseInTurn(): Promise<void> {
    const leave = await this.#deps.initGate.enter();
    try {
      if (this.#stopped === undefined) await this.#initialise();
    } finally {
      leave();
    }
  }

  async #initialise(): Promise<void> {
    const { clock } = this.#deps;
    this.#journal.initStarted(this.#deps.identity);
    const started = clock.monotonic();
    const outcome = await within(clock, limits.initSeconds * 1000, this.#startRuntime());
    const durationMs = clock.monotonic() - started;
    if (outcome !== 'late' && outcome.type === 'ready') {
      this.#initDurationMs = durationMs;
      // So that the report of an invocation that does not survive knows something.
      if (this.pid !== undefined) this.#memory.look(this.pid);
      return;
    }
    if (this.#stopped !== undefined) return;
    await this.#dropRuntime();
    // Lambda then initialises once more, inside the invocation and its timeout.
    this.#journal.initFailed({
      durationMs,
      ...(outcome === 'late' ? { status: 'timeout' } : { status: 'error', errorType: initErrorType(outcome) }),
    });
  }

  async #startRuntime(): Promise<InitOutcome> {
    this.#attempt += 1;
    const attempt = this.#attempt;
    const plan = await launchPlanOf(this.#deps.runtimes, this.version);
    if (plan instanceof CodedError) return { type: 'exited', cause: { type: 'notStarted', message: plan.message } };
    if (attempt !== this.#attempt) return { type: 'exited', cause: { type: 'notStarted', message: 'The environment was ended.' } };
    const runtime = new RuntimeProcess();
    this.#runtime = runtime;
    const environment = environmentVariables(this.#deps.identity, this.version, plan, this.#logStream);
    const onOutput = (text: string): void => this.#journal.log.output(text);
    await runtime.start(this.#deps.host, { plan, cwd: this.version.code.path, environment, onOutput });
    this.#journal.changed(this.info);
    const outcome = await runtime.init;
    if (outcome.type === 'failed') await within(this.#deps.clock, initErrorGraceMs, runtime.exited);
    return outcome;
  }

  async #execute(invocation: Invocation): Promise<Execution> {
    const deadlineMs = this.#deps.clock.now() + this.#timeoutMs;
    const outcome = await within(this.#deps.clock, this.#timeoutMs, this.#initialiseAndRun(invocation, deadlineMs));
    return outcome === 'late' ? { type: 'timedOut' } : outcome;
  }

  async #initialiseAndRun(invocation: Invocation, deadlineMs: number): Promise<Execution> {
    if (this.#runtime === undefined) {
      const init = await this.#startRuntime();
      if (init.type !== 'ready') return init;
    }
    const runtime: RuntimeProcess | undefined = this.#runtime;
    // Without one, the environment was stopped meanwhile.
    return runtime?.run(invocation, deadlineMs) ?? { type: 'exited', cause: { type: 'signaled', signal: 'SIGKILL' } };
  }

  /**
   * Waits until the runtime is done with the invocation, then writes it down. Answers how it ended: the timeout holds until the runtime
   * asks for its next event, also where it has answered. Never throws.
   */
  async #finish(requestId: string, answer: Promise<Ending>, started: number): Promise<Ending> {
    const answered = await answer.catch((error: unknown) => notStarted(requestId, messageOf(error)));
    const settled = runtimeLivesOn(answered) ? await this.#settled(started) : 'exited';
    const ending = settled === 'late' ? endingOf({ type: 'timedOut' }, requestId, this.#timeoutMs) : answered;
    const durationMs = this.#deps.clock.monotonic() - started;
    if (this.pid !== undefined) this.#memory.read(this.pid);
    if (settled !== 'next') await this.#dropRuntime();
    // What the handler printed is in the pipe by now: one turn of the event loop reads it.
    await setImmediate();
    const first = this.#invocations === 0;
    this.#invocations += 1;
    this.#lastDurationMs = durationMs;
    this.#journal.invocationEnded(requestId, ending, {
      durationMs,
      maxMemoryUsedBytes: this.#memory.peak,
      ...(first && this.#initDurationMs !== undefined && { initDurationMs: this.#initDurationMs }),
    });
    if (this.#lifecycle.state === 'busy') this.#lifecycle.to('idle');
    return ending;
  }

  async #settled(started: number): Promise<'next' | 'exited' | 'late'> {
    if (this.#runtime === undefined) return 'exited';
    const { clock } = this.#deps;
    return within(clock, Math.max(0, started + this.#timeoutMs - clock.monotonic()), this.#runtime.settled());
  }

  async #dropRuntime(): Promise<void> {
    this.#attempt += 1;
    const runtime = this.#runtime;
    this.#runtime = undefined;
    await runtime?.kill();
  }
}

function initErrorType(outcome: Exclude<InitOutcome, { type: 'ready' }>): string {
  if (outcome.type === 'failed') return outcome.answer.errorType ?? 'Runtime.Unknown';
  return outcome.cause.type === 'notStarted' ? 'Runtime.InvalidEntrypoint' : 'Runtime.ExitError';
}
