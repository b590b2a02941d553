import type { Scenario } from '../../../src/lambda/scaling/simulation/scenario.ts';
import type { Prediction } from './prediction.ts';

/** One exact prediction that takes longer than a frame, on its way in the pauses of the page. */
export class Refinement {
  #abort: AbortController | undefined;

  get running(): boolean {
    return this.#abort !== undefined;
  }

  /** `done` is told of it, unless another one begins or this one is given up. One that fails leaves what there is. */
  begin(refine: (scenario: Scenario, signal: AbortSignal) => Promise<Prediction | undefined>, scenario: Scenario, done: (prediction: Prediction) => void): void {
    this.stop();
    const abort = new AbortController();
    this.#abort = abort;
    const end = (prediction?: Prediction): void => {
      if (abort.signal.aborted) return;
      this.#abort = undefined;
      if (prediction !== undefined) done(prediction);
    };
    refine(scenario, abort.signal).then(end, () => end());
  }

  stop(): void {
    this.#abort?.abort();
    this.#abort = undefined;
  }
}
