import { expect, test } from 'vitest';
import { GrowingText } from '../../../../src/extension/invoke/growingText.ts';
import { ManualClock } from '../../../shared/manualClock.ts';

function drawn() {
  const clock = new ManualClock();
  const pictures: string[] = [];
  const text: GrowingText = new GrowingText(clock, () => pictures.push(text.toString()));
  return { clock, pictures, text };
}

test('is drawn at once, and then now and then with all that came', () => {
  const { clock, pictures, text } = drawn();
  for (const part of ['a', 'b', 'c']) text.append(part);
  expect(pictures).toEqual(['a']);
  clock.advance(150);
  expect(pictures).toEqual(['a', 'abc']);
  clock.advance(1_000);
  text.append('');
  expect(pictures).toHaveLength(2);
  text.append('d');
  expect(pictures.at(-1)).toBe('abcd');
});

test('is drawn seldom when it is long, and at once when told', () => {
  const { clock, pictures, text } = drawn();
  text.append('x'.repeat(300 * 1024));
  text.append('end');
  clock.advance(1_000);
  expect(pictures).toHaveLength(1);
  text.draw();
  expect(pictures.at(-1)).toMatch(/end$/);
});

test('is drawn no more once it is forgotten', () => {
  const { clock, pictures, text } = drawn();
  text.append('a');
  text.append('b');
  text.dispose();
  clock.advance(1_000);
  expect(pictures).toEqual(['a']);
  expect(clock.pending).toBe(0);
});
