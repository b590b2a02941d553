/**
 * What an extension may ask of the Extensions API, state by state; every move that is not listed is refused. The names are Lambda's own:
 * they are in its records and error texts.
 * Source: AWS Lambda Developer Guide, "Using the Lambda Extensions API", and the open-source runtime interface emulator.
 */
export type ExtensionState = 'Started' | 'Registered' | 'Ready' | 'Running' | 'InitError' | 'ExitError' | 'LaunchError';
/** `deliver`: it gets an event; `leave`: its connection closed while it waited for one. */
export type ExtensionMove = 'register' | 'next' | 'deliver' | 'leave' | 'initError' | 'exitError' | 'launchError';

const moves: Readonly<Record<ExtensionState, Partial<Record<ExtensionMove, ExtensionState>>>> = {
  Started: { register: 'Registered', launchError: 'LaunchError' },
  Registered: { next: 'Ready', initError: 'InitError', exitError: 'ExitError' },
  Ready: { deliver: 'Running', leave: 'Running', exitError: 'ExitError' },
  Running: { next: 'Ready', exitError: 'ExitError' },
  // An error may be told again; the first counts.
  InitError: { initError: 'InitError' },
  ExitError: { exitError: 'ExitError' },
  LaunchError: {},
};

/** What Lambda calls the state that a request asks for. */
const wanted: Readonly<Record<'register' | 'next' | 'initError' | 'exitError', string>> = {
  register: 'Registered',
  next: 'Ready',
  initError: 'InitError',
  // So Lambda names it here, though the state is ExitError.
  exitError: 'Exited',
};

/** The state after the move; undefined where it is not allowed. */
export function afterExtensionMove(state: ExtensionState, move: ExtensionMove): ExtensionState | undefined {
  return moves[state][move];
}

/** Lambda's text of a refused move; `extension` is the name where it registers, else the identifier. */
export function refusedMoveText(
  state: ExtensionState,
  move: keyof typeof wanted,
  extension: string,
  error = 'State transition is not allowed',
): string {
  return `State transition from ${state} to ${wanted[move]} failed for extension ${extension}. Error: ${error}`;
}
