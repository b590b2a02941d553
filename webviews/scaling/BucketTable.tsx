import { useSignal, useSignalEffect } from '@preact/signals';
import type { JSX } from 'preact';
import { useRef } from 'preact/hooks';
import { fill, type Formats } from '../shared/format.ts';
import type { Frame } from './frame.ts';
import type { Figures } from './sources/figures.ts';
import { columnsOf, type ColumnUnit, rowLength, type TableColumn, tableRows } from './tableRows.ts';
import type { View } from './view.ts';

/** Slower than the charts: nobody reads a table that changes ten times a second. */
const everyMs = 1000;

/** The figures of the charts as numbers, newest first: a table for each source, as sources are never blended. */
export function BucketTable({ view }: { readonly view: View }): JSX.Element {
  const { model } = view;
  const frame = useSignal<Frame | undefined>(model.frame.peek());
  const shownAt = useRef(performance.now());
  useSignalEffect(() => {
    const next = model.frame.value;
    const shown = frame.peek();
    const asked = next?.functionName !== shown?.functionName || next?.sources.length !== shown?.sources.length || model.time.moved.value || !model.live.value;
    if (!asked && performance.now() - shownAt.current < everyMs) return;
    shownAt.current = performance.now();
    frame.value = next;
  });
  const current = frame.value;
  return (
    <div class="table-view" tabIndex={0} role="region" aria-label={view.strings.showTable}>
      {current?.sources.map((figures) => <SourceTable key={figures.source} view={view} frame={current} figures={figures} />)}
    </div>
  );
}

interface SourceTableProps {
  readonly view: View;
  readonly frame: Frame;
  readonly figures: Figures;
}

function SourceTable({ view: { strings, formats }, frame: { from, to, functionName }, figures }: SourceTableProps): JSX.Element {
  const columns = columnsOf(figures);
  const length = rowLength(figures, from, to);
  const rows = tableRows(figures, columns, from, to, length);
  const caption = fill(strings.tableCaption, functionName ?? strings.allFunctions, formats.clock(from), formats.clock(to), formats.ago(length), strings.sources[figures.source]);
  return (
    <table>
      <caption>{caption}</caption>
      <thead>
        <tr>
          <th scope="col">{strings.time}</th>
          {columns.map(({ metric }) => <th key={metric} scope="col">{strings.columns[metric] ?? metric}</th>)}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ start, values }) => (
          <tr key={start}>
            <th scope="row">{formats.clock(start)}</th>
            {columns.map((column, index) => <td key={column.metric} class={classOf(column, values[index])}>{cell(column.unit, values[index], formats)}</td>)}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function classOf({ metric }: TableColumn, value = 0): string {
  if (value === 0) return '';
  return metric.startsWith('thrott') ? 'throttled' : metric === 'errors' ? 'errors' : '';
}

function cell(unit: ColumnUnit, value: number | undefined, formats: Formats): string {
  if (value === undefined) return '–';
  const texts = { count: () => formats.count(value), amount: () => formats.amount(value), duration: () => formats.duration(value), share: () => formats.share(value), money: () => formats.money(value) };
  return texts[unit]();
}
