import type { LaunchPlan } from '../runtimes/launchPlan.ts';
import type { ExitCause } from '../sandbox/exitCause.ts';
import { type ProcessHost, type SandboxProcess, startSandboxProcess } from '../sandbox/sandboxProcess.ts';
import type { Invocation } from './invocation.ts';
import { RuntimeApi, type RuntimeAnswer, type RuntimeListener } from './runtimeApi.ts';

export type InitOutcome =
  | { readonly type: 'ready' }
  | { readonly type: 'failed'; readonly answer: RuntimeAnswer }
  | { readonly type: 'exited'; readonly cause: ExitCause };

export type RunOutcome =
  | { readonly type: 'answered'; readonly answer: RuntimeAnswer }
  | { readonly type: 'exited'; readonly cause: ExitCause };

export interface RuntimeStart {
  readonly plan: LaunchPlan;
  readonly cwd: string;
  /** The whole environment but AWS_LAMBDA_RUNTIME_API, which is known only when the API listens. */
  readonly environment: Readonly<Record<string, string>>;
  readonly onOutput: (text: string) => void;
}

/** One process with the Runtime API that it speaks: initialises once, runs one invocation after the other, ends once. */
export class RuntimeProcess implements RuntimeListener {
  readonly #api: RuntimeApi;
  #process: SandboxProcess | undefined;
  #ended: ExitCause | undefined;
  #next: (() => void) | undefined;
  #answered: ((outcome: RunOutcome) => void) | undefined;
  #initialised: ((outcome: InitOutcome) => void) | undefined;
  #gone: (() => void) | undefined;
  readonly init: Promise<InitOutcome>;
  readonly exited: Promise<void>;

  constructor() {
    this.#api = new RuntimeApi(this);
    this.exited = new Promise((resolve) => {
      this.#gone = resolve;
    });
    this.init = new Promise((resolve) => {
      this.#initialised = resolve;
    });
  }

  get pid(): number | undefined {
    return this.#process?.pid;
  }

  async start(host: ProcessHost, start: RuntimeStart): Promise<void> {
    const address = await this.#api.listen();
    if (this.#ended !== undefined) return this.#api.close();
    const { command, args } = start.plan;
    const environment = { ...start.environment, AWS_LAMBDA_RUNTIME_API: address };
    this.#process = startSandboxProcess(host, { command, args, cwd: start.cwd, environment }, start.onOutput);
    void this.#process.exit.then((cause) => this.#onExit(cause));
  }

  /** Runs an invocation; only once initialised, and one at a time. */
  run(invocation: Invocation, deadlineMs: number): Promise<RunOutcome> {
    if (this.#ended !== undefined) return Promise.resolve({ type: 'exited', cause: this.#ended });
    return new Promise((resolve) => {
      this.#answered = resolve;
      this.#api.deliver(invocation, deadlineMs);
    });
  }

  /** After an answer: until the runtime asks for its next invocation, or is gone. */
  settled(): Promise<'next' | 'exited'> {
    if (this.#ended !== undefined) return Promise.resolve('exited');
    return new Promise((resolve) => {
      this.#next = () => resolve(this.#ended === undefined ? 'next' : 'exited');
    });
  }

  /** Ends the process tree and its port at once; resolves when it is gone. */
  async kill(): Promise<void> {
    if (this.#process === undefined) this.#onExit({ type: 'signaled', signal: 'SIGKILL' });
    this.#process?.kill();
    await this.#process?.exit;
  }

  onNext(): void {
    this.#initialised?.({ type: 'ready' });
    this.#next?.();
    this.#next = undefined;
  }

  onInitError(answer: RuntimeAnswer): void {
    this.#initialised?.({ type: 'failed', answer });
  }

  onAnswer(answer: RuntimeAnswer): void {
    this.#answered?.({ type: 'answered', answer });
    this.#answered = undefined;
  }

  #onExit(cause: ExitCause): void {
    if (this.#ended !== undefined) return;
    this.#ended = cause;
    this.#api.close();
    this.#initialised?.({ type: 'exited', cause });
    this.#answered?.({ type: 'exited', cause });
    this.#next?.();
    this.#gone?.();
  }
}
