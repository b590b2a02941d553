import { randomBytes } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import type { Clock } from '../../common/clock.ts';
import { CodedError } from '../../common/codedError.ts';
import type { Identity } from '../../lambda/arn.ts';
import { LambdaError } from '../../lambda/lambdaError.ts';
import { limits } from '../../lambda/limits.ts';
import type { EnvironmentInfo } from '../../protocol/runner.ts';
import type { EventSink } from '../observe/eventSink.ts';
import type { FunctionVersion } from '../resources/functionVersion.ts';
import type { LaunchPlan, Runtimes } from '../runtimes/launchPlan.ts';
import type { MemoryMeter } from '../sandbox/memory.ts';
import type { ProcessHost } from '../sandbox/sandboxProcess.ts';
import { within } from './deadline.ts';
import { type Ending, endingOf, type Execution, runtimeLivesOn } from './ending.ts';
import { EnvironmentJournal } from './environmentJournal.ts';
import type { Invocation, InvocationResult } from './invocation.ts';
import { Lifecycle } from './lifecycle.ts';
import { type InitOutcome, RuntimeProcess } from './runtimeProcess.ts';
import { environmentVariables, logStreamName } from './variables.ts';

export interface EnvironmentDependencies {
  readonly clock: Clock;
  readonly identity: Identity;
  readonly runtimes: Runtimes;
  readonly host: ProcessHost;
  readonly meter: MemoryMeter;
  readonly sink: EventSink;
}

/** Reading a process's memory costs more than a short invocation. */
const memoryIntervalMs = 100;
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
  #memory = { resident: 0, peak: 0, readAt: Number.NEGATIVE_INFINITY };
  /** From the answer of an invocation until the runtime asks for the next. */
  #finishing: Promise<void> = Promise.resolve();

  constructor(version: FunctionVersion, dependencies: EnvironmentDependencies) {
    this.version = version;
    this.#deps = dependencies;
    this.#startedAt = dependencies.clock.now();
    this.#logStream = logStreamName(this.#startedAt, version.version, this.id);
    this.#journal = new EnvironmentJournal(dependencies.clock, dependencies.sink, version, this.id, this.#logStream);
    this.#journal.changed(this.info);
    this.#firstInit = this.#initialise();
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
   * once the runtime is done. Throws LambdaError where no runtime can be had at all.
   */
  async run(invocation: Invocation): Promise<InvocationResult> {
    const cold = this.#lifecycle.state === 'starting';
    await this.#finishing;
    await this.#firstInit;
    this.#lifecycle.to('busy');
    if (cold) this.#journal.changed(this.info);
    const started = this.#deps.clock.monotonic();
    if (invocation.tail) this.#journal.log.startTail();
    this.#journal.invocationStarted(invocation.requestId, cold);
    const ending = endingOf(await this.#execute(invocation), invocation.requestId, this.#timeoutMs);
    this.#finishing = this.#finish(invocation.requestId, ending, started);
    if (invocation.tail) await this.#finishing;
    return {
      payload: ending.payload,
      executedVersion: this.version.version,
      ...(ending.outcome !== 'success' && { functionError: 'Unhandled' as const }),
      ...(invocation.tail && { logTail: this.#journal.log.endTail() }),
    };
  }

  /** Ends the environment: at once, as Lambda does without extensions. Safe to call twice. */
  async stop(reason: string): Promise<void> {
    if (this.#lifecycle.state === 'stopping' || this.#lifecycle.state === 'stopped') return;
    this.#lifecycle.to('stopping');
    this.#journal.changed(this.info);
    await this.#dropRuntime();
    this.#lifecycle.to('stopped');
    this.#journal.stopped(reason);
  }

  /** A sample of the process's resident memory, in bytes. */
  noteMemory(resident: number): void {
    this.#memory = { ...this.#memory, resident, peak: Math.max(this.#memory.peak, resident) };
  }

  get #timeoutMs(): number {
    return this.version.settings.Timeout * 1000;
  }

  async #initialise(): Promise<void> {
    const { clock } = this.#deps;
    this.#journal.initStarted(this.#deps.identity);
    const started = clock.monotonic();
    const outcome = await within(clock, limits.initSeconds * 1000, this.#startRuntime());
    const durationMs = clock.monotonic() - started;
    if (outcome !== 'late' && outcome.type === 'ready') {
      this.#initDurationMs = durationMs;
      return;
    }
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
    const plan = await this.#plan();
    if (plan instanceof CodedError) return { type: 'exited', cause: { type: 'notStarted', message: plan.message } };
    const runtime = new RuntimeProcess();
    if (attempt !== this.#attempt) return { type: 'exited', cause: { type: 'notStarted', message: 'The environment was ended.' } };
    this.#runtime = runtime;
    const environment = environmentVariables(this.#deps.identity, this.version, plan, this.#logStream);
    const onOutput = (chunk: Buffer): void => this.#journal.log.output(chunk);
    await runtime.start(this.#deps.host, { plan, cwd: this.version.code.path, environment, onOutput });
    this.#journal.changed(this.info);
    const outcome = await runtime.init;
    if (outcome.type === 'failed') await within(this.#deps.clock, initErrorGraceMs, runtime.exited);
    return outcome;
  }

  /** How the runtime starts; an error that Lambda itself answers as a failed function, as its value. */
  async #plan(): Promise<LaunchPlan | CodedError> {
    try {
      return await this.#deps.runtimes.plan(this.version);
    } catch (error) {
      if (!(error instanceof CodedError)) throw error;
      if (error.code === 'BOOTSTRAP_MISSING') return error;
      throw new LambdaError('InvalidRuntimeException', 502, error.message, { body: { Code: error.code } });
    }
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

  /** Waits until the runtime is done with the invocation, then writes it down. Never throws. */
  async #finish(requestId: string, ending: Ending, started: number): Promise<void> {
    const settled = runtimeLivesOn(ending) ? await this.#runtime?.settled() : 'exited';
    const durationMs = this.#deps.clock.monotonic() - started;
    this.#readMemory();
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
  }

  #readMemory(): void {
    const readAt = this.#deps.clock.monotonic();
    if (this.pid === undefined || readAt - this.#memory.readAt < memoryIntervalMs) return;
    const use = this.#deps.meter.peek(this.pid);
    this.#memory = { resident: use?.resident ?? this.#memory.resident, peak: Math.max(this.#memory.peak, use?.peak ?? 0), readAt };
  }

  async #dropRuntime(): Promise<void> {
    this.#attempt += 1;
    const runtime = this.#runtime;
    this.#runtime = undefined;
    await runtime?.kill();
  }
}

function initErrorType(outcome: Exclude<InitOutcome, { type: 'ready' }>): string {
  return outcome.type === 'failed' ? (outcome.answer.errorType ?? 'Runtime.Unknown') : 'Runtime.ExitError';
}
