import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { SigningOverview } from '../../../src/protocol/webview/codeSigning.ts';
import { fill } from '../../shared/format.ts';
import { ActButton, IconButton } from '../buttons.tsx';
import type { View } from '../view.ts';
import { Counts } from './Counts.tsx';
import { OverviewTable } from './OverviewTable.tsx';

interface OverviewProps {
  readonly view: View;
  readonly overview: SigningOverview;
}

/** Code signing of all functions of a connection. */
export function OverviewPage({ view, overview }: OverviewProps): JSX.Element {
  const { model, strings } = view;
  const { rows, total } = overview;
  const none = rows.length === 0 && total === 0;
  return (
    <div class="overview">
      <Header view={view} overview={overview} />
      {none && model.busy.value === undefined && model.refused.value === undefined && (
        <div class="notice" role="status">
          <h2>{strings.noFunctions}</h2>
          <p>{strings.noFunctionsText}</p>
        </div>
      )}
      {!none && (
        <>
          <Counts view={view} />
          <Filter view={view} overview={overview} />
          <Progress view={view} overview={overview} />
          <OverviewTable view={view} />
        </>
      )}
    </div>
  );
}

function Header({ view, overview }: OverviewProps): JSX.Element {
  const { model, strings } = view;
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    // The table takes the focus where it has the function one comes from.
    if (model.summoned?.to !== 'overview' || model.rows.peek().some(({ functionName }) => functionName === model.summoned?.functionName)) return;
    model.summoned = undefined;
    title.current?.focus();
  }, [model]);
  return (
    <header class="bar">
      <div class="bar-title">
        <h1 ref={title} tabIndex={-1}>{strings.title}</h1>
        <span class="connection">{overview.connection}</span>
      </div>
      <ActButton view={view} label="verifyFile" action="verifyFile" />
      <div class="bar-icons">
        <IconButton icon="csv" label={strings.exportCsv} disabled={model.rows.value.length === 0} onClick={() => model.export()} />
        <IconButton icon="refresh" label={strings.refresh} onClick={() => model.refresh()} />
      </div>
    </header>
  );
}

function Filter({ view, overview }: OverviewProps): JSX.Element {
  const { model, strings, formats } = view;
  const { rows } = overview;
  return (
    <div class="filter">
      <input
        type="search" aria-label={strings.filter} placeholder={strings.filterPlaceholder} value={model.filter} spellcheck={false}
        onInput={({ currentTarget }) => model.narrow(currentTarget.value, model.count.peek())}
      />
      <span class="quiet" aria-hidden="true">
        {fill(strings.shown, formats.count(model.rows.value.length), formats.count(rows.length))}
        {isReading(overview) && ` · ${progressText(view, overview)}`}
      </span>
    </div>
  );
}

/** How far the reading is. */
function Progress({ view, overview }: OverviewProps): JSX.Element {
  if (!isReading(overview)) return <div class="progress" />;
  return <progress class="progress" max={overview.total} value={overview.rows.length} aria-label={progressText(view, overview)} />;
}

function isReading({ rows, total }: SigningOverview): boolean {
  return rows.length < total;
}

function progressText({ strings, formats }: View, { rows, total }: SigningOverview): string {
  return fill(strings.progress, formats.count(rows.length), formats.count(total));
}
