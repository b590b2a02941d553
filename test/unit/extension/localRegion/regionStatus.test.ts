import { expect, it } from 'vitest';
import { CodedError } from '../../../../src/common/codedError.ts';
import { type RegionPhase, type RegionStatus, RegionStatusMachine } from '../../../../src/extension/localRegion/regionStatus.ts';

const statuses: Readonly<Record<RegionPhase, RegionStatus>> = {
  stopped: { phase: 'stopped', byUser: true },
  starting: { phase: 'starting' },
  running: { phase: 'running', endpoint: 'http://127.0.0.1:1' },
  failed: { phase: 'failed', error: new CodedError('X', 'x') },
  stopping: { phase: 'stopping' },
};
const phases = ['stopped', 'starting', 'running', 'failed', 'stopping'] as const;

/** A way from the beginning to each phase. */
const ways: Readonly<Record<RegionPhase, readonly RegionPhase[]>> = {
  stopped: [],
  starting: ['starting'],
  running: ['starting', 'running'],
  failed: ['starting', 'failed'],
  stopping: ['starting', 'stopping'],
};
const legal = new Set([
  'stopped>starting',
  'starting>running',
  'starting>failed',
  'starting>stopping',
  'running>failed',
  'running>stopping',
  'failed>starting',
  'stopping>stopped',
]);

it.each(phases.flatMap((from) => phases.map((to) => ({ from, to }))))('$from → $to', ({ from, to }) => {
  const machine = new RegionStatusMachine();
  for (const phase of ways[from]) machine.move(statuses[phase]);
  const told: RegionPhase[] = [];
  machine.onDidChange(({ phase }) => told.push(phase));
  if (legal.has(`${from}>${to}`)) {
    machine.move(statuses[to]);
    expect([machine.current.phase, told]).toEqual([to, [to]]);
  } else {
    expect(() => machine.move(statuses[to])).toThrow(expect.objectContaining({ code: 'REGION_STATE' }));
    expect([machine.current.phase, told]).toEqual([from, []]);
  }
});
