import { describe, expect, test } from 'vitest';
import {
  afterExtensionMove,
  type ExtensionMove,
  type ExtensionState,
  refusedMoveText,
} from '../../../../src/runner/environment/extensions/extensionStates.ts';

const states: readonly ExtensionState[] = ['Started', 'Registered', 'Ready', 'Running', 'InitError', 'ExitError', 'LaunchError'];
const moves: readonly ExtensionMove[] = ['register', 'next', 'deliver', 'leave', 'initError', 'exitError', 'launchError'];

const allowed: Readonly<Record<string, ExtensionState>> = {
  'Started register': 'Registered',
  'Started launchError': 'LaunchError',
  'Registered next': 'Ready',
  'Registered initError': 'InitError',
  'Registered exitError': 'ExitError',
  'Ready deliver': 'Running',
  'Ready leave': 'Running',
  'Ready exitError': 'ExitError',
  'Running next': 'Ready',
  'Running exitError': 'ExitError',
  'InitError initError': 'InitError',
  'ExitError exitError': 'ExitError',
};

describe('the states of an extension', () => {
  test.each(states.flatMap((state) => moves.map((move) => [state, move] as const)))('%s: %s', (state, move) => {
    expect(afterExtensionMove(state, move)).toBe(allowed[`${state} ${move}`]);
  });

  test('a refusal names both states', () => {
    expect(refusedMoveText('Running', 'initError', 'x')).toBe(
      'State transition from Running to InitError failed for extension x. Error: State transition is not allowed',
    );
  });
});
