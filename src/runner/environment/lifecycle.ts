import type { EnvironmentState } from '../../protocol/runner.ts';

export type LifecycleState = EnvironmentState | 'stopped';

/** The life of an execution environment; a move that is not listed is a mistake of ours and throws. */
const moves: Readonly<Record<LifecycleState, readonly LifecycleState[]>> = {
  starting: ['idle', 'busy', 'stopping'],
  idle: ['busy', 'stopping'],
  busy: ['idle', 'stopping'],
  stopping: ['stopped'],
  stopped: [],
};

export class Lifecycle {
  #state: LifecycleState = 'starting';

  get state(): LifecycleState {
    return this.#state;
  }

  to(state: LifecycleState): void {
    if (!moves[this.#state].includes(state)) throw new Error(`An environment that is ${this.#state} cannot become ${state}.`);
    this.#state = state;
  }
}
