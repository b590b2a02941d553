import { expect, test } from 'vitest';
import { afterMove, type RuntimeMove, type RuntimeState } from '../../../../src/runner/environment/runtimeStates.ts';

const allowed: Readonly<Record<RuntimeState, Partial<Record<RuntimeMove, RuntimeState>>>> = {
  started: { next: 'ready', initError: 'initError', restoreNext: 'snapshot' },
  initError: {},
  snapshot: { restore: 'restoring' },
  restoring: { next: 'ready', restoreError: 'initError' },
  ready: { next: 'ready', deliver: 'running' },
  running: { next: 'running', response: 'responded', error: 'responded' },
  responded: { next: 'ready' },
};

const states: readonly RuntimeState[] = ['started', 'initError', 'snapshot', 'restoring', 'ready', 'running', 'responded'];
const moves: readonly RuntimeMove[] = ['next', 'response', 'error', 'initError', 'restoreNext', 'restoreError', 'deliver', 'restore'];

test.each(states)('from %s only the listed moves are allowed', (state) => {
  const actual = Object.fromEntries(moves.map((move) => [move, afterMove(state, move)]).filter(([, after]) => after !== undefined));
  expect(actual).toEqual(allowed[state]);
});
