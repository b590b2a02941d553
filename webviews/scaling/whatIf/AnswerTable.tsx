import type { JSX } from 'preact';
import type { View } from '../view.ts';
import type { Answers } from './answers.ts';
import type { WhatIfAnswer } from './whatIf.ts';

/** The key answers: what is predicted, beside what was. */
export function AnswerTable({ view: { strings, formats }, answer: { predicted, actual } }: { readonly view: View; readonly answer: WhatIfAnswer }): JSX.Element {
  const count = (value: number): string => formats.count(value);
  const duration = (value: number): string => formats.duration(value);
  const rows: readonly (readonly [label: string, figure: keyof Answers, format: (value: number) => string])[] = [
    [strings.arrivals, 'arrivals', count],
    [strings.peakConcurrency, 'peakConcurrency', count],
    [strings.p99Concurrency, 'p99Concurrency', count],
    ...(actual !== undefined && actual.throttledByLimit === undefined ? [[strings.throttlesBy.throttles, 'throttles', count] as const] : []),
    [strings.throttlesBy.throttledByLimit, 'throttledByLimit', count],
    [strings.throttlesBy.throttledByRate, 'throttledByRate', count],
    [strings.coldStarts, 'coldStarts', count],
    [strings.latencyP50, 'p50Ms', duration],
    [strings.latencyP99, 'p99Ms', duration],
    [strings.dollarsPerHour, 'dollarsPerHour', (value) => formats.money(value)],
  ];
  const text = (value: number | undefined, format: (value: number) => string): string => (value === undefined ? '–' : format(value));
  return (
    <table class="answers">
      <thead>
        <tr>
          <th scope="col"><span class="visually-hidden">{strings.prediction}</span></th>
          <th scope="col">{strings.predicted}</th>
          <th scope="col">{strings.observed}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(([label, figure, format]) => (
          <tr key={figure}>
            <th scope="row">{label}</th>
            <td class={figure.startsWith('throttle') && (predicted[figure] ?? 0) > 0 ? 'throttled' : ''}>{text(predicted[figure], format)}</td>
            <td>{text(actual?.[figure], format)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
