import { describe, expect, it } from 'vitest';
import type { Lane, Segment } from '../../../../../src/lambda/scaling/timeline/lane.ts';
import { laneDetails, segmentAt } from '../../../../../webviews/scaling/lanes/laneDetails.ts';
import { Formats } from '../../../../../webviews/shared/format.ts';
import { words } from '../words.ts';

const segment = (kind: Segment['kind'], start: number, end: number, more: Partial<Segment> = {}): Segment => ({ kind, start, end, count: 1, cold: false, ...more });
const lane: Lane = {
  id: 'e', functionName: 'orders', version: '7', pid: 4711, provisioned: false, startedAt: 0, endedAt: 2000, state: 'stopped', invocations: 6,
  segments: [
    segment('init', 0, 300),
    segment('invoke', 300, 400, { requestId: 'r1', outcome: 'success', durationMs: 98.7, cold: true }),
    segment('invoke', 600, 900, { count: 5 }),
    segment('shutdown', 1900, 2000),
  ],
};

describe('what an environment was doing', () => {
  const check = (at: number, expected: readonly string[]) => expect(laneDetails(lane, at, 0, words, new Formats('en')).lines.slice(1)).toEqual(expected);

  it('is init', () => check(100, ['segmentInit 300 ms']));
  it('is an invocation, by its duration, outcome and request', () => check(350, ['segmentInvoke 98.7 ms · success · coldStart', 'request']));
  it('is nothing between two', () => check(500, ['segmentIdle']));
  it('is several invocations that were joined', () => check(700, ['segmentInvokes']));
  it('is the shutdown', () => check(1950, ['segmentShutdown 100 ms']));
  it('is not known after its end', () => check(2500, []));
  it('begins with whose it is', () =>
    expect(laneDetails(lane, 100, 0, words, new Formats('en'))).toMatchObject({ title: 'orders · pid', lines: ['version · stopped · invocations', expect.anything()] }));
});

it('is told of one that is provisioned', () =>
  expect(laneDetails({ ...lane, provisioned: true }, 2500, 0, words, new Formats('en')).lines).toEqual(['version · provisionedEnvironment · stopped · invocations']));

it('is found beside a segment that is too short to point at', () => {
  const brief = { ...lane, segments: [segment('invoke', 500, 501)] };
  expect(segmentAt(brief, 510)).toBeUndefined();
  expect(segmentAt(brief, 510, 20)?.start).toBe(500);
});
