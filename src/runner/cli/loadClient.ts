import type { Disposable } from '../../common/disposable.ts';
import type { LoadOutcome } from '../../lambda/scaling/load/loadPlan.ts';
import type { Architecture } from '../../lambda/scaling/simulation/scenario.ts';

/** What is known of the function before anything is sent to it. */
export interface LoadedFunction {
  readonly arn: string;
  readonly memoryMegabytes: number;
  readonly timeoutSeconds: number;
  readonly architecture: Architecture;
}

/** Invokes one function, again and again. */
export interface LoadClient extends Disposable {
  /** Undefined where the service does not tell. Throws CodedError `LOAD_FAILED`: there is no such function, or nobody answers. */
  describe(): Promise<LoadedFunction | undefined>;
  /** Never rejects. */
  invoke(): Promise<LoadOutcome>;
}

/** What is invoked: the same event each time. */
export interface LoadRequest {
  readonly functionName: string;
  readonly qualifier: string | undefined;
  /** JSON. */
  readonly payload: string;
}
