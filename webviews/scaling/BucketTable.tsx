import { useSignal, useSignalEffect } from '@preact/signals';
import type { JSX } from 'preact';
import { useRef } from 'preact/hooks';
import type { TimelineFrame } from '../../src/lambda/scaling/timeline/timelineFrame.ts';
import { fill } from '../shared/format.ts';
import { tableRows } from './tableRows.ts';
import type { View } from './view.ts';

/** Slower than the charts: nobody reads a table that changes ten times a second. */
const everyMs = 1000;

/** The buckets of the charts as numbers, newest first. */
export function BucketTable({ view }: { readonly view: View }): JSX.Element {
  const { model, strings, formats } = view;
  const frame = useSignal<TimelineFrame | undefined>(model.frame.peek());
  const shownAt = useRef(performance.now());
  useSignalEffect(() => {
    const next = model.frame.value;
    const shown = frame.peek();
    const asked = next?.view.window !== shown?.view.window || next?.view.functionName !== shown?.view.functionName || !model.live.value;
    if (!asked && performance.now() - shownAt.current < everyMs) return;
    shownAt.current = performance.now();
    frame.value = next;
  });
  const current = frame.value;
  const rows = current === undefined ? [] : tableRows(current);
  const count = (value: number | undefined): string => (value === undefined ? '–' : formats.count(value));
  const duration = (value: number | undefined): string => (value === undefined ? '–' : formats.duration(value));
  const columns = [
    strings.time, `${strings.executing} (${strings.maximum})`, strings.environments, strings.accepted, strings.throttled, strings.errors, strings.coldStarts,
    strings.p50, strings.p90, strings.maximum,
  ];
  return (
    <div class="table-view" tabIndex={0} role="region" aria-label={strings.tableCaption}>
      <table>
        <caption>{current !== undefined && fill(strings.tableCaption, current.view.functionName ?? strings.allFunctions, current.view.window.minutes, current.view.window.flowMs / 1000)}</caption>
        <thead>
          <tr>{columns.map((column) => <th key={column} scope="col">{column}</th>)}</tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.start}>
              <th scope="row">{formats.clock(row.start)}</th>
              <td>{count(row.executing)}</td>
              <td>{count(row.environments)}</td>
              <td>{count(row.accepted)}</td>
              <td class={row.throttled > 0 ? 'throttled' : ''}>{count(row.throttled)}</td>
              <td class={row.errors > 0 ? 'errors' : ''}>{count(row.errors)}</td>
              <td>{count(row.cold)}</td>
              <td>{duration(row.durations?.p50)}</td>
              <td>{duration(row.durations?.p90)}</td>
              <td>{duration(row.durations?.max)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
