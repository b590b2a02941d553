import { expect, test } from 'vitest';
import { Alarm, type AlarmState, type DataPoint } from '../../../../../src/lambda/scaling/autoScaling/alarm.ts';

const points: Readonly<Record<string, DataPoint>> = { '-': null, '0': 0.1, X: 0.9 };

/** The guide's examples of three data points out of a range of five, and what lies between them. */
const examples: ReadonlyArray<readonly [string, AlarmState]> = [
  ['0 - X - X', 'OK'],
  ['- - - - 0', 'OK'],
  ['- - - - -', 'INSUFFICIENT_DATA'],
  ['0 X X - X', 'ALARM'],
  ['- - X - -', 'ALARM'],
  ['0 0 X X X', 'ALARM'],
  ['X X X X 0', 'OK'],
  ['X X X - -', 'ALARM'],
  ['- - - - X', 'INSUFFICIENT_DATA'],
  ['- - - X X', 'INSUFFICIENT_DATA'],
  ['X - - - 0', 'OK'],
  ['X', 'INSUFFICIENT_DATA'],
  ['X X X - - - - -', 'INSUFFICIENT_DATA'],
];

test.each(examples)('%s makes %s', (text, state) => {
  const alarm = new Alarm(3, (value) => value > 0.7);
  const states = text.split(' ').map((letter) => alarm.push(points[letter] ?? null));
  expect(states.at(-1)).toBe(state);
});
