import type { JSX } from 'preact';
import { timelineWindows } from '../../src/lambda/scaling/timeline/timelineWindows.ts';
import { fill } from '../shared/format.ts';
import { Icon } from './icons.tsx';
import { summaryOf } from './summary.ts';
import type { View } from './view.ts';

/** What is shown, of what, and for how long. */
export function Header({ view }: { readonly view: View }): JSX.Element {
  return (
    <header class="bar">
      <h1 class="visually-hidden">{view.strings.title}</h1>
      <SourceBadge view={view} />
      <FunctionFilter view={view} />
      <WindowChoice view={view} />
      <span class="spring" />
      <Buttons view={view} />
    </header>
  );
}

function SourceBadge({ view: { model, strings } }: { readonly view: View }): JSX.Element {
  const state = model.paused.value ? 'paused' : model.phase.value === 'running' ? 'live' : model.phase.value === 'starting' ? 'starting' : 'stopped';
  return (
    <span class={`badge ${state}`}>
      <span class="dot" />
      <strong>{strings.source}</strong> {strings[state]}
    </span>
  );
}

function FunctionFilter({ view: { model, strings } }: { readonly view: View }): JSX.Element {
  const chosen = model.functionName.value;
  const names = model.functionNames.value;
  const all = chosen === undefined || names.includes(chosen) ? names : [...names, chosen];
  return (
    <select
      aria-label={strings.functionFilter}
      title={strings.functionFilter}
      value={chosen ?? ''}
      onChange={({ currentTarget }) => model.select(currentTarget.value === '' ? undefined : currentTarget.value)}
    >
      <option value="">{strings.allFunctions}</option>
      {all.map((name) => (
        <option key={name} value={name}>
          {name}
        </option>
      ))}
    </select>
  );
}

function WindowChoice({ view: { model, strings } }: { readonly view: View }): JSX.Element {
  return (
    <div class="segmented" role="radiogroup" aria-label={strings.timeWindow}>
      {timelineWindows.map((window) => (
        <label key={window.minutes} title={fill(strings.minutesLong, window.minutes)}>
          <input type="radio" name="window" checked={model.window.value === window} onChange={() => model.show(window)} />
          <span>{fill(strings.minutes, window.minutes)}</span>
        </label>
      ))}
    </div>
  );
}

function Buttons({ view }: { readonly view: View }): JSX.Element {
  const { model, strings } = view;
  const [paused, table] = [model.paused.value, model.table.value];
  const pauseLabel = paused ? strings.resume : strings.pause;
  const tableLabel = table ? strings.showGraph : strings.showTable;
  return (
    <>
      <button type="button" class="text-button on-focus" onClick={() => void (view.announcement.value = summaryOf(view))}>
        {strings.readSummary}
      </button>
      <button
        type="button" class="icon-button" aria-label={pauseLabel} title={pauseLabel} aria-pressed={paused}
        disabled={!paused && model.phase.value !== 'running'}
        onClick={() => model.togglePause()}
      >
        <Icon name={paused ? 'play' : 'pause'} />
      </button>
      <button type="button" class="icon-button" aria-label={tableLabel} title={tableLabel} onClick={() => model.showTable(!table)}>
        <Icon name={table ? 'graph' : 'table'} />
      </button>
    </>
  );
}
