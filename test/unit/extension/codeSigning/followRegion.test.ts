import { expect, it } from 'vitest';
import { Emitter } from '../../../../src/common/emitter.ts';
import { followRegion } from '../../../../src/extension/codeSigning/followRegion.ts';
import { ManualClock } from '../../../shared/manualClock.ts';

function followed() {
  const clock = new ManualClock();
  const changes = new Emitter<void>();
  const signing = new Emitter<void>();
  const failures = new Emitter<{ readonly functionName: string }>();
  const calls: string[] = [];
  const state = { running: true };
  const following = followRegion({ isRunning: () => state.running, onDidChange: changes.event, onDidChangeCodeSigning: signing.event, onDidFailSignature: failures.event }, clock, {
    changed: () => calls.push('changed'),
    signatureFailed: (functionName) => calls.push(functionName),
  });
  return { clock, changes, signing, failures, calls, state, following };
}

it('tells of changes, of a flurry of them once more at its end', () => {
  const { clock, changes, calls } = followed();
  for (let count = 0; count < 5; count += 1) changes.fire();
  expect(calls).toEqual(['changed']);
  clock.advance(1_500);
  expect(calls).toEqual(['changed', 'changed']);
});

it('tells of what another client has changed of code signing', () => {
  const { signing, calls } = followed();
  signing.fire();
  expect(calls).toEqual(['changed']);
});

it('tells of a deployment that was refused, and whose it was', () => {
  const { failures, calls } = followed();
  failures.fire({ functionName: 'orders' });
  expect(calls).toEqual(['orders', 'changed']);
});

it('asks nothing of a region that does not run, and nothing any more once it is disposed', () => {
  const { changes, calls, state, following } = followed();
  state.running = false;
  changes.fire();
  state.running = true;
  following.dispose();
  changes.fire();
  expect(calls).toEqual([]);
});
