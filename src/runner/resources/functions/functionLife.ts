import type { Clock } from '../../../common/clock.ts';
import type { Disposable } from '../../../common/disposable.ts';

/** What a version is in the middle of. */
export type Transition = 'creating' | 'updating';

export interface LifeMoment {
  readonly transition: Transition;
  /** What is answered as RevisionId until it is done. */
  readonly revisionId: string;
}

/** How long a transition takes where Lambda's waiting times are not scaled, in ms. Lambda itself takes one to some seconds. */
const transitionMs = 300;

export interface FunctionLifeOptions {
  readonly clock: Clock;
  /** How long Lambda's own waiting times last against AWS's: 1 as there, 0 not at all. */
  readonly timeScale: () => number;
  readonly uuid: () => string;
}

/**
 * What versions are in the middle of: Pending after their creation, InProgress after an update. It is not durable: what a
 * service that starts finds is done.
 */
export class FunctionLife implements Disposable {
  readonly #options: FunctionLifeOptions;
  readonly #moments = new Map<string, LifeMoment & { readonly timer: Disposable }>();

  constructor(options: FunctionLifeOptions) {
    this.#options = options;
  }

  /** By the ARN, with the version's number for a published one. */
  of(arn: string): LifeMoment | undefined {
    return this.#moments.get(arn);
  }

  /** The answer is the moment also where it is over at once. */
  begin(arn: string, transition: Transition): LifeMoment {
    const { clock, timeScale, uuid } = this.#options;
    const moment = { transition, revisionId: uuid() };
    const ms = transitionMs * timeScale();
    this.end(arn);
    if (ms > 0) this.#moments.set(arn, { ...moment, timer: clock.after(ms, () => this.#moments.delete(arn)) });
    return moment;
  }

  /** Of one that is deleted. */
  end(arn: string): void {
    this.#moments.get(arn)?.timer.dispose();
    this.#moments.delete(arn);
  }

  dispose(): void {
    for (const { timer } of this.#moments.values()) timer.dispose();
    this.#moments.clear();
  }
}
