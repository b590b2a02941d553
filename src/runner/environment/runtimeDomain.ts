import type { Clock } from '../../common/clock.ts';
import { messageOf } from '../../common/codedError.ts';
import type { ExitCause } from '../sandbox/exitCause.ts';
import { endText } from '../sandbox/exitCause.ts';
import type { Housing } from '../sandbox/housing.ts';
import type { SandboxProcess } from '../sandbox/sandboxProcess.ts';
import { within } from './deadline.ts';
import { EnvironmentServer } from './environmentServer.ts';
import type { ExtensionFailure, Extensions, ShutdownReason } from './extensions/extensions.ts';
import { type Invocation, tracingOf } from './invocation.ts';
import { RuntimeApi, type RuntimeAnswer, type RuntimeListener } from './runtimeApi.ts';
import type { Telemetry } from './telemetry/telemetry.ts';

/** How an initialisation, or a run, ends without an answer. */
export type Fall =
  /** The runtime's process ended. */
  | { readonly type: 'exited'; readonly cause: ExitCause }
  | { readonly type: 'extension'; readonly failure: ExtensionFailure };

export type InitOutcome =
  | { readonly type: 'ready' }
  /** It waits to be told that it was restored from its snapshot. */
  | { readonly type: 'snapshot' }
  | { readonly type: 'failed'; readonly answer: RuntimeAnswer }
  | Fall;

export type RunOutcome = { readonly type: 'answered'; readonly answer: RuntimeAnswer } | Fall;

export interface DomainParts {
  readonly clock: Clock;
  readonly housing: Housing;
  readonly extensions: Extensions;
  readonly telemetry: Telemetry;
  /** What the processes get but for their address of the Runtime API, which is known only when it listens. */
  readonly environment: Readonly<Record<string, string>>;
  readonly extensionEnvironment: Readonly<Record<string, string>>;
  /** Whether its runtime is restored from a snapshot. */
  readonly restores: boolean;
  readonly onOutput: (text: string) => void;
  /** What the runtime wrote in frames. */
  readonly onFrames: (bytes: Buffer) => void;
  readonly onExtensionOutput: (name: string, text: string) => void;
}

/**
 * How long processes may take to end, in ms. Source: AWS Lambda Developer Guide, "Lambda runtime environment lifecycle": none without
 * extensions, 500 ms with internal, 2,000 ms with external ones, of which the runtime has 30 % (runtime interface emulator).
 */
const shutdownBudget = { internal: 500, external: 2_000, runtimeShare: 0.3 };

/** Another process may hold the connection of one that is gone: the rest of an answer is not waited for longer. In ms. */
const answerGraceMs = 500;

/** How long its end waits for processes that are just being started: a container takes its time, and what hangs holds up nobody. In ms. */
const launchGraceMs = 10_000;

/** A runtime and its extensions, which start, fail and end together; with the port that they speak to. */
export class RuntimeDomain implements RuntimeListener {
  readonly #parts: DomainParts;
  readonly #api: RuntimeApi;
  readonly #server: EnvironmentServer;
  #runtime: SandboxProcess | undefined;
  /** The processes of external extensions, by name. */
  readonly #extensions = new Map<string, SandboxProcess>();
  #ended: ExitCause | undefined;
  #fallen: Fall | undefined;
  /** Whether the runtime asked for its next event since the last was handed over. */
  #asked = false;
  #isReady = false;
  /** Set before its end is brought about: what the exit will be called. */
  #cause: ExitCause | undefined;
  #down: Promise<void> | undefined;
  /** Until its processes are there, or are not going to be. */
  #launching: Promise<void> | undefined;
  #next: (() => void) | undefined;
  #answered: ((outcome: RunOutcome) => void) | undefined;
  #working: Promise<void> | undefined;
  /** Lets go who waits for extensions. */
  #onFall: (() => void) | undefined;
  readonly #initialised = Promise.withResolvers<InitOutcome>();
  readonly #restored = Promise.withResolvers<InitOutcome>();
  readonly #exited = Promise.withResolvers<void>();

  constructor(parts: DomainParts) {
    this.#parts = parts;
    this.#api = new RuntimeApi(this, parts.clock, parts.restores);
    this.#server = new EnvironmentServer([this.#api, parts.extensions, parts.telemetry]);
    // An extension that fails takes the runtime with it.
    void parts.extensions.failed.then((failure) => this.#fall({ type: 'extension', failure }));
  }

  /** The runtime's process. */
  get pid(): number | undefined {
    return this.#runtime?.pid;
  }

  /** The extension that an identifier was given to. */
  nameOf(identifier: string): string | undefined {
    return this.#parts.extensions.nameOf(identifier);
  }

  get pids(): readonly number[] {
    return this.#processes.flatMap(({ pid }) => pid ?? []);
  }

  /** Why it serves no more. */
  get fallen(): Fall | undefined {
    return this.#fallen;
  }

  /** Resolves once the runtime's process is gone. */
  get exited(): Promise<void> {
    return this.#exited.promise;
  }

  /**
   * Starts the extensions, then the runtime; resolves when all have asked for their first event, or one has failed.
   * @param onChange the runtime's process is there.
   */
  async start(onChange: () => void): Promise<InitOutcome> {
    this.#launching = this.#launch(onChange);
    await this.#launching;
    return this.#initialised.promise;
  }

  async #launch(onChange: () => void): Promise<void> {
    const { housing, extensions, environment } = this.#parts;
    const port = await this.#server.listen();
    if (this.#down !== undefined) this.#server.close();
    const address = housing.apiAddress(port);
    await Promise.all(housing.extensions.map((name) => this.#startExtension(name, address)));
    await Promise.race([extensions.registered, extensions.failed, this.#exited.promise]);
    if (this.#fallen === undefined && this.#down === undefined) {
      const start = { environment: { ...environment, AWS_LAMBDA_RUNTIME_API: address }, onOutput: this.#parts.onOutput, onFrames: this.#parts.onFrames };
      const runtime = await housing.startRuntime(start);
      this.#runtime = runtime;
      onChange();
      void runtime.exit.then((cause) => this.#onRuntimeExit(cause));
      // It was ended while it started.
      if (this.#down !== undefined) runtime.kill();
    }
  }

  /** Of one that waits after its snapshot: resolves when it is ready. */
  restore(): Promise<InitOutcome> {
    this.#api.restored();
    return this.#restored.promise;
  }

  /** Runs an invocation; only once initialised, and one at a time. */
  run(invocation: Invocation, deadlineMs: number): Promise<RunOutcome> {
    if (this.#fallen !== undefined) return Promise.resolve(this.#fallen);
    this.#asked = false;
    return new Promise((resolve) => {
      this.#answered = resolve;
      const { requestId, invokedFunctionArn } = invocation;
      const { extensions } = this.#parts;
      if (extensions.hasExternal || extensions.hasInternal) {
        const working = extensions.invoke({ requestId, invokedFunctionArn, deadlineMs, ...tracingOf(invocation) });
        this.#working = working;
        void working.then(() => {
          if (this.#working === working) this.#working = undefined;
        });
      }
      this.#api.deliver(invocation, deadlineMs);
    });
  }

  /** Whether extensions are still at work for the invocation, which may have been answered. */
  get extensionsWork(): boolean {
    return this.#working !== undefined;
  }

  /** After an answer: until runtime and extensions ask for their next event, or the runtime is gone. */
  async settled(): Promise<'next' | 'exited'> {
    if (this.#fallen === undefined && !this.#asked) await new Promise<void>((resolve) => (this.#next = resolve));
    const working = this.#working;
    if (this.#fallen === undefined && working !== undefined) {
      // No race with what lasts as long as the environment: each would stay with it.
      await new Promise<void>((resolve) => {
        this.#onFall = resolve;
        void working.then(resolve);
      });
    }
    this.#working = undefined;
    return this.#fallen === undefined ? 'next' : 'exited';
  }

  /** Ends all at once; `cause` is what the runtime's exit is called, where it is not what the system says. */
  async kill(cause?: ExitCause): Promise<void> {
    this.#cause ??= cause;
    this.#down ??= this.#end();
    await this.#down;
  }

  /** Ends all as Lambda does, within the time that extensions give. */
  async shutdown(reason: ShutdownReason): Promise<void> {
    this.#down ??= this.#endInTime(reason);
    await this.#down;
  }

  freeze(): void {
    for (const process of this.#processes) process.freeze();
  }

  thaw(): void {
    for (const process of this.#processes) process.thaw();
  }

  onNext(): void {
    this.#asked = true;
    this.#next?.();
    this.#next = undefined;
    void this.#ready();
  }

  onSnapshot(): void {
    void this.#ready('snapshot');
  }

  onInitError(answer: RuntimeAnswer): void {
    this.#initialised.resolve({ type: 'failed', answer });
    this.#restored.resolve({ type: 'failed', answer });
  }

  onAnswer(answer: RuntimeAnswer): void {
    this.#answered?.({ type: 'answered', answer });
    this.#answered = undefined;
  }

  get #processes(): readonly SandboxProcess[] {
    return [...(this.#runtime === undefined ? [] : [this.#runtime]), ...this.#extensions.values()];
  }

  async #ready(type: 'ready' | 'snapshot' = 'ready'): Promise<void> {
    if (this.#isReady) return;
    this.#isReady = type === 'ready';
    const { extensions, telemetry } = this.#parts;
    extensions.closeRegistration();
    if (extensions.hasExternal || extensions.hasInternal) await extensions.ready();
    telemetry.closeSubscriptions();
    this.#initialised.resolve({ type });
    if (type === 'ready') this.#restored.resolve({ type });
  }

  async #startExtension(name: string, address: string): Promise<void> {
    const { housing, extensions, extensionEnvironment, onExtensionOutput } = this.#parts;
    let started: SandboxProcess;
    try {
      started = await housing.startExtension(name, {
        environment: { ...extensionEnvironment, AWS_LAMBDA_RUNTIME_API: address },
        onOutput: (text) => onExtensionOutput(name, text),
      });
    } catch (error) {
      return extensions.launchFailed(name, 'UnknownError', messageOf(error));
    }
    this.#extensions.set(name, started);
    void started.exit.then((cause) => {
      if (cause.type === 'notStarted') extensions.launchFailed(name, 'PermissionDenied', cause.message);
      else extensions.exited(name, endText(cause));
    });
    if (this.#down !== undefined) started.kill();
  }

  /** What it had sent of its answer is in the connection, and is read first. */
  async #onRuntimeExit(cause: ExitCause): Promise<void> {
    const { reading } = this.#api;
    if (reading !== undefined) await within(this.#parts.clock, answerGraceMs, reading.catch(() => {}));
    this.#onExit(cause);
  }

  #onExit(cause: ExitCause): void {
    if (this.#ended !== undefined) return;
    this.#ended = this.#cause ?? cause;
    // External extensions are still to hear why they end.
    if (!this.#parts.extensions.hasExternal) this.#server.close();
    this.#fall({ type: 'exited', cause: this.#ended });
    this.#exited.resolve();
  }

  #fall(fall: Fall): void {
    this.#fallen ??= fall;
    this.#initialised.resolve(fall);
    this.#restored.resolve(fall);
    this.#answered?.(fall);
    this.#answered = undefined;
    this.#next?.();
    this.#onFall?.();
  }

  async #endInTime(reason: ShutdownReason): Promise<void> {
    const { clock, extensions, telemetry } = this.#parts;
    const budget = extensions.hasExternal ? shutdownBudget.external : extensions.hasInternal ? shutdownBudget.internal : 0;
    if (budget === 0) return this.#end();
    this.#giveUpStart();
    const started = clock.monotonic();
    this.thaw();
    const left = (): number => Math.max(0, started + budget - clock.monotonic());
    if (this.#ended === undefined) {
      this.#runtime?.terminate();
      await within(clock, extensions.hasExternal ? budget * shutdownBudget.runtimeShare : budget, this.#exited.promise);
      this.#runtime?.kill();
    }
    if (extensions.hasExternal) {
      await telemetry.flush(left());
      const awaited = [...this.#extensions].filter(([name]) => extensions.awaitsShutdown(name));
      extensions.shutdown(reason, clock.now() + left());
      for (const [name, process] of this.#extensions) if (!extensions.awaitsShutdown(name)) process.kill();
      await within(clock, left(), Promise.all(awaited.map(([, { exit }]) => exit)));
    }
    await this.#end();
  }

  async #end(): Promise<void> {
    const { extensions } = this.#parts;
    this.#giveUpStart();
    // Before they end: their exits are no failures any more.
    extensions.dispose();
    for (const process of this.#processes) process.kill();
    // What is just being started is killed when it is there, and has to be before its housing is given back.
    if (this.#launching !== undefined) await within(this.#parts.clock, launchGraceMs, this.#launching.catch(() => {}));
    await Promise.all(this.#processes.map(({ exit }) => exit));
    this.#server.close();
  }

  #giveUpStart(): void {
    if (this.#runtime === undefined) this.#onExit(this.#cause ?? { type: 'signaled', signal: 'SIGKILL' });
  }
}
