/**
 * What a runtime may ask of the Runtime API, state by state; every move that is not listed is refused.
 * Source: AWS Lambda Developer Guide, "Using the Lambda runtime API", and the open-source runtime interface emulator's answers.
 */
export type RuntimeState = 'started' | 'initError' | 'snapshot' | 'restoring' | 'ready' | 'running' | 'responded';
/** `deliver` and `restore` are the service's own. */
export type RuntimeMove = 'next' | 'response' | 'error' | 'initError' | 'restoreNext' | 'restoreError' | 'deliver' | 'restore';

const moves: Readonly<Record<RuntimeState, Partial<Record<RuntimeMove, RuntimeState>>>> = {
  started: { next: 'ready', initError: 'initError', restoreNext: 'snapshot' },
  initError: {},
  // Asks for the moment after the snapshot, which the service answers.
  snapshot: { restore: 'restoring' },
  restoring: { next: 'ready', restoreError: 'initError' },
  ready: { next: 'ready', deliver: 'running' },
  // Asking again while an invocation runs delivers the same event again.
  running: { next: 'running', response: 'responded', error: 'responded' },
  responded: { next: 'ready' },
};

/** The state after the move; undefined where it is not allowed. */
export function afterMove(state: RuntimeState, move: RuntimeMove): RuntimeState | undefined {
  return moves[state][move];
}
