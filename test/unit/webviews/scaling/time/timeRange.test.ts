import { describe, expect, it } from 'vitest';
import { fitted, panned, type TimeRange, zoomed } from '../../../../../webviews/scaling/time/timeRange.ts';

const bounds = { oldest: 0, newest: 900_000, longestMs: 900_000 };
const live: TimeRange = { lengthMs: 60_000, end: undefined };

describe('zooming', () => {
  it('at the right edge goes on with time', () => expect(zoomed(live, bounds, 0.5, 1)).toEqual({ lengthMs: 30_000, end: undefined }));
  it('keeps what lies under the pointer', () => expect(zoomed({ lengthMs: 60_000, end: 600_000 }, bounds, 0.5, 0.5)).toEqual({ lengthMs: 30_000, end: 585_000 }));
  it('ends at a second', () => expect(zoomed(live, bounds, 1e-9, 0.5).lengthMs).toBe(1000));
  it('ends at the longest window, up to now', () => expect(zoomed({ lengthMs: 60_000, end: 600_000 }, bounds, 1e9, 0.5)).toEqual({ lengthMs: 900_000, end: undefined }));
});

describe('moving', () => {
  it('goes back in time', () => expect(panned(live, bounds, -30_000)).toEqual({ lengthMs: 60_000, end: 870_000 }));
  it('goes no farther back than anything is known', () => expect(panned(live, bounds, -1e9)).toEqual({ lengthMs: 60_000, end: 60_000 }));
  it('goes on with time again at the newest', () => expect(panned({ lengthMs: 60_000, end: 880_000 }, bounds, 30_000)).toEqual(live));
});

it('fits what was marked', () => expect(fitted(100_000, 140_000, bounds)).toEqual({ lengthMs: 40_000, end: 140_000 }));
