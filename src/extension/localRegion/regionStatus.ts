import { CodedError } from '../../common/codedError.ts';
import { Emitter, type Event } from '../../common/emitter.ts';

/** What the Local region's process is up to, as this window sees it. */
export type RegionStatus =
  /** `byUser`: the user stopped it, so nothing but the user starts it again. */
  | { readonly phase: 'stopped'; readonly byUser: boolean }
  | { readonly phase: 'starting' }
  | { readonly phase: 'running'; readonly endpoint: string }
  | { readonly phase: 'failed'; readonly error: CodedError }
  | { readonly phase: 'stopping' };

export type RegionPhase = RegionStatus['phase'];

/** What may follow a phase; all else is refused. */
const moves: Readonly<Record<RegionPhase, readonly RegionPhase[]>> = {
  stopped: ['starting'],
  starting: ['running', 'failed', 'stopping'],
  running: ['failed', 'stopping'],
  failed: ['starting'],
  stopping: ['stopped'],
};

export class RegionStatusMachine {
  readonly #changed = new Emitter<RegionStatus>();
  readonly onDidChange: Event<RegionStatus> = this.#changed.event;
  #current: RegionStatus = { phase: 'stopped', byUser: false };

  get current(): RegionStatus {
    return this.#current;
  }

  allows(phase: RegionPhase): boolean {
    return moves[this.#current.phase].includes(phase);
  }

  /** Throws CodedError `REGION_STATE` where the move is not allowed. */
  move(next: RegionStatus): void {
    if (!this.allows(next.phase)) {
      throw new CodedError('REGION_STATE', `The Local runner cannot go from ${this.#current.phase} to ${next.phase}.`, { owner: 'system' });
    }
    this.#current = next;
    this.#changed.fire(next);
  }
}
