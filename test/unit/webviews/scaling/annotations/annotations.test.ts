import { describe, expect, it } from 'vitest';
import type { Annotation } from '../../../../../src/lambda/scaling/metrics/scalingSeries.ts';
import { placeAnnotations } from '../../../../../webviews/scaling/annotations/annotationLayout.ts';
import { annotationText } from '../../../../../webviews/scaling/annotations/annotationText.ts';
import { Formats } from '../../../../../webviews/shared/format.ts';
import { words } from '../words.ts';

const mark = (at: number, more: Partial<Annotation> = {}): Annotation => ({ at, type: 'deployed', functionName: 'orders', ...more });

describe('marks', () => {
  it('lie where they belong, with room up to the next', () =>
    expect(placeAnnotations([mark(50), mark(10)], 0, 100, 1000).map(({ x, room }) => [x, room])).toEqual([[100, 400], [500, 500]]));
  it('that would lie on one another are one', () => expect(placeAnnotations([mark(10), mark(10.5), mark(20)], 0, 100, 1000).map(({ annotations }) => annotations.length)).toEqual([2, 1]));
});

describe('words of marks', () => {
  const strings = { ...words, deployed: 'Deployed', none: 'none', reservedChanged: 'Reserved {0} → {1}', accountChanged: 'Account {0} → {1}', timeoutChanged: 'Timeout {0} → {1}', removed: '{0} removed' };
  const check = (annotation: Annotation, named: boolean, expected: string) => expect(annotationText(annotation, named, strings, new Formats('en'))).toBe(expected);
  it('tell of a deployment', () => check(mark(0), false, 'Deployed'));
  it('name the function where all are shown', () => check(mark(0), true, 'orders: Deployed'));
  it('tell what was before', () => check(mark(0, { type: 'limitChanged', to: '5' }), false, 'Reserved none → 5'));
  it('tell the account’s limit without a name', () => check(mark(0, { type: 'limitChanged', functionName: '', from: '1000', to: '500' }), true, 'Account 1000 → 500'));
  it('tell durations as such', () => check(mark(0, { type: 'timeoutChanged', from: '3000', to: '90000' }), false, 'Timeout 3.00 s → 1 min 30 s'));
  it('tell of an alias that is gone', () => check(mark(0, { type: 'aliasRouted', from: 'live → 3' }), false, 'live → 3 removed'));
});
