import type { GetFunctionResponse } from '@aws-sdk/client-lambda';
import type { Clock } from '../../../common/clock.ts';
import type { Disposable } from '../../../common/disposable.ts';
import type { FunctionTarget } from '../../connections/lambdaConnection.ts';
import { type FunctionState, functionState } from './functionState.ts';

export interface FunctionReadingOptions {
  readonly target: FunctionTarget;
  readonly clock: Clock;
  /** The state is another one than was known. */
  readonly onDidChangeState: () => void;
}

/** When a function that is in between two states is read again, in ms: twice as late each time. */
const again = { firstMs: 1_000, longestMs: 16_000 };

/** All that Lambda says of a function, read once, and again for as long as its state is one that passes. */
export class FunctionReading implements Disposable {
  readonly #options: FunctionReadingOptions;
  #answer: Promise<GetFunctionResponse> | undefined;
  #state: FunctionState | undefined;
  #timer: Disposable | undefined;
  #delayMs = again.firstMs;
  #disposed = false;

  constructor(options: FunctionReadingOptions) {
    this.#options = options;
  }

  /** As it was read last; undefined where there is nothing to say, as lists of functions say nothing of it. */
  get state(): FunctionState | undefined {
    return this.#state;
  }

  /** Throws CodedError; then the next call asks again. */
  read(): Promise<GetFunctionResponse> {
    this.#answer ??= this.#ask().catch((error: unknown) => {
      this.#answer = undefined;
      throw error;
    });
    return this.#answer;
  }

  forget(): void {
    this.#answer = undefined;
  }

  dispose(): void {
    this.#disposed = true;
    this.#timer?.dispose();
  }

  async #ask(): Promise<GetFunctionResponse> {
    const { connection, functionName } = this.#options.target;
    const answer = await (await connection.api()).getFunction(functionName);
    this.#take(answer);
    return answer;
  }

  #take(answer: GetFunctionResponse): void {
    const before = this.#state;
    this.#answer = Promise.resolve(answer);
    this.#state = functionState(answer.Configuration ?? {});
    this.#timer?.dispose();
    if (this.#disposed) return;
    // What fails then is told when someone looks.
    if (this.#state?.passing === true) this.#timer = this.#options.clock.after(this.#nextDelay(), () => void this.#ask().catch(() => {}));
    else this.#delayMs = again.firstMs;
    if (before?.text !== this.#state?.text) this.#options.onDidChangeState();
  }

  #nextDelay(): number {
    const delay = this.#delayMs;
    this.#delayMs = Math.min(delay * 2, again.longestMs);
    return delay;
  }
}
