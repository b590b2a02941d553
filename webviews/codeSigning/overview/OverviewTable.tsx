import { useComputed, useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import type { SigningColumn } from '../../../src/protocol/webview/codeSigningStrings.ts';
import { Icon } from '../icons.tsx';
import type { View } from '../view.ts';
import { movedRow } from './movedRow.ts';
import { OverviewTableRow } from './OverviewTableRow.tsx';
import { signingColumns } from './overviewRows.ts';
import { rowWindow } from './rowWindow.ts';

const firstGuess = { rowHeight: 30, height: 900 };

/** The functions, of which only those that show and some around them are rows of the document: there may be thousands. */
export function OverviewTable({ view }: { readonly view: View }): JSX.Element {
  const { model, strings } = view;
  const scroller = useRef<HTMLDivElement>(null);
  const size = useSignal(firstGuess);
  const scrollTop = useSignal(0);
  /** The row that the Tab key comes to, and whether it is to have the focus. */
  const active = useRef({ index: 0, wanted: false });
  const rows = model.rows.value;
  const shown = useComputed(() => rowWindow(model.rows.value.length, size.value.rowHeight, scrollTop.value, size.value.height)).value;
  const { first, end, above, below } = shown;

  useLayoutEffect(() => {
    const element = scroller.current;
    if (element === null) return undefined;
    const measure = (): void => {
      const rowHeight = element.querySelector('tr.row')?.getBoundingClientRect().height ?? 0;
      const next = { rowHeight: rowHeight > 0 ? rowHeight : firstGuess.rowHeight, height: element.clientHeight };
      if (next.rowHeight !== size.peek().rowHeight || next.height !== size.peek().height) size.value = next;
    };
    const sizes = new ResizeObserver(measure);
    sizes.observe(element);
    measure();
    return () => sizes.disconnect();
  }, [size]);

  useEffect(() => {
    const { summoned } = model;
    const from = summoned?.to !== 'overview' ? -1 : rows.findIndex(({ functionName }) => functionName === summoned.functionName);
    if (from < 0) return;
    model.summoned = undefined;
    goTo(from);
  });

  // The row that is to have the focus may only have come with this rendering.
  useEffect(() => {
    const { index, wanted } = active.current;
    const button = wanted ? scroller.current?.querySelector<HTMLElement>(`[data-index="${index}"]`) : undefined;
    if (button === undefined || button === null) return;
    active.current.wanted = false;
    button.focus({ preventScroll: true });
    button.closest('tr')?.scrollIntoView({ block: 'nearest' });
  });

  function goTo(index: number): void {
    const element = scroller.current;
    if (element === null) return;
    active.current = { index, wanted: true };
    const { rowHeight, height } = size.peek();
    const top = index * rowHeight;
    if (index < first || index >= end) element.scrollTop = Math.max(0, top - height / 2);
    scrollTop.value = element.scrollTop;
    tick.value += 1;
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (!(event.target instanceof HTMLElement) || event.target.dataset['index'] === undefined) return;
    const page = Math.max(1, Math.floor(size.peek().height / size.peek().rowHeight) - 2);
    const next = movedRow(event.key, Number(event.target.dataset['index']), rows.length, page);
    if (next === undefined) return;
    event.preventDefault();
    goTo(next);
  }

  const tick = useSignal(0);
  void tick.value;
  const tabbed = active.current.index >= first && active.current.index < end ? active.current.index : first;
  return (
    <div class="table-scroller overview-table" ref={scroller} onScroll={({ currentTarget }) => void (scrollTop.value = currentTarget.scrollTop)} onKeyDown={onKeyDown}>
      <table role="table" aria-label={strings.title} aria-describedby="overview-help" aria-rowcount={rows.length + 1}>
        <thead role="rowgroup">
          <tr role="row" aria-rowindex={1}>{signingColumns.map((column) => <SortHeader key={column} view={view} column={column} />)}</tr>
        </thead>
        <tbody role="rowgroup">
          {above > 0 && <tr class="space" role="presentation" aria-hidden="true"><td style={{ height: `${above}px` }} /></tr>}
          {rows.slice(first, end).map((row, index) => (
            <OverviewTableRow key={row.functionName} view={view} row={row} index={first + index} tabbed={first + index === tabbed} onFocus={(at) => void (active.current.index = at)} />
          ))}
          {below > 0 && <tr class="space" role="presentation" aria-hidden="true"><td style={{ height: `${below}px` }} /></tr>}
        </tbody>
      </table>
      <p id="overview-help" class="visually-hidden">{strings.tableHelp}</p>
      {rows.length === 0 && (
        <p class="no-match">
          {strings.noMatch}{' '}
          <button type="button" class="text-button" onClick={() => model.narrow('', 'all')}>{strings.showAll}</button>
        </p>
      )}
    </div>
  );
}

function SortHeader({ view: { model, strings }, column }: { readonly view: View; readonly column: SigningColumn }): JSX.Element {
  const order = model.order.value;
  const own = order.column === column;
  return (
    <th scope="col" role="columnheader" class={column} aria-sort={own ? (order.descending ? 'descending' : 'ascending') : 'none'}>
      <button type="button" onClick={() => model.sortBy(column)}>
        {strings.columns[column]}
        {own && <Icon name={order.descending ? 'down' : 'up'} size={10} />}
      </button>
    </th>
  );
}
