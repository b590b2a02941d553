import type { JSX } from 'preact';
import { fill } from '../shared/format.ts';
import { csvOf } from './exports/csv.ts';
import { exportName } from './exports/exportName.ts';
import { pngOf } from './exports/png.ts';
import { Icon, type IconName } from './icons.tsx';
import { SourceBadges } from './SourceBadges.tsx';
import { summaryOf } from './summary.ts';
import { type View, whatIfButton } from './view.ts';

/** What is shown, of what, and for how long. */
export function Header({ view }: { readonly view: View }): JSX.Element {
  return (
    <header class="bar">
      <h1 class="visually-hidden">{view.strings.title}</h1>
      <SourceBadges view={view} />
      <FunctionFilter view={view} />
      <WindowChoice view={view} />
      <div class="buttons">
        <Buttons view={view} />
      </div>
    </header>
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
      <option value="" disabled={model.whatIf.open.value && all.length > 0}>{strings.allFunctions}</option>
      {all.map((name) => (
        <option key={name} value={name}>
          {name}
        </option>
      ))}
    </select>
  );
}

function WindowChoice({ view: { model, strings } }: { readonly view: View }): JSX.Element {
  const label = (minutes: number): string => (minutes < 60 ? fill(strings.minutes, minutes) : fill(strings.hours, minutes / 60));
  return (
    <div class="segmented" role="radiogroup" aria-label={strings.timeWindow}>
      {model.time.windows.value.map((window) => (
        <label key={window.minutes} title={fill(strings.minutesLong, window.minutes)}>
          <input type="radio" name="window" checked={model.time.window.value === window && !model.time.moved.value} onChange={() => model.time.show(window)} onClick={() => model.time.show(window)} />
          <span>{label(window.minutes)}</span>
        </label>
      ))}
    </div>
  );
}

function Buttons({ view }: { readonly view: View }): JSX.Element {
  const { model, strings, announcement } = view;
  const [paused, table, whatIf, moved] = [model.paused.value, model.table.value, model.whatIf.open.value, model.time.moved.value];
  const empty = !model.hasGraph.value;
  return (
    <>
      <button type="button" class="text-button on-focus" onClick={() => void (announcement.value = summaryOf(view))}>
        {strings.readSummary}
      </button>
      <IconButton icon="zoomOut" label={strings.zoomOut} disabled={empty} onClick={() => model.time.zoom(2)} />
      <IconButton icon="zoomIn" label={strings.zoomIn} disabled={empty} onClick={() => model.time.zoom(0.5)} />
      <IconButton icon="reset" label={strings.resetZoom} disabled={!moved} onClick={() => model.time.reset()} />
      <IconButton
        icon={paused ? 'play' : 'pause'} label={paused ? strings.resume : strings.pause} pressed={paused}
        disabled={!paused && model.phase.value !== 'running'} onClick={() => model.togglePause()}
      />
      <IconButton icon={table ? 'graph' : 'table'} label={table ? strings.showGraph : strings.showTable} onClick={() => model.showTable(!table)} />
      <IconButton icon="csv" label={strings.exportCsv} disabled={empty} onClick={() => exportCsv(view)} />
      <IconButton icon="picture" label={strings.exportPng} disabled={empty || table} onClick={() => exportPng(view)} />
      <IconButton icon="whatIf" label={strings.whatIf} pressed={whatIf} id={whatIfButton} onClick={() => model.openWhatIf(!whatIf)} />
    </>
  );
}

function exportCsv({ model }: View): void {
  const frame = model.frame.value;
  if (frame !== undefined) model.export('csv', `${exportName(frame.functionName, frame.to)}.csv`, csvOf(frame));
}

function exportPng(view: View): void {
  const [frame, content] = [view.model.frame.value, pngOf(view)];
  if (frame !== undefined && content !== undefined) view.model.export('png', `${exportName(frame.functionName, frame.to)}.png`, content);
}

interface IconButtonProps {
  readonly icon: IconName;
  readonly label: string;
  readonly pressed?: boolean;
  readonly disabled?: boolean;
  readonly id?: string;
  readonly onClick: () => void;
}

function IconButton({ icon, label, pressed, id, disabled = false, onClick }: IconButtonProps): JSX.Element {
  return (
    <button type="button" class="icon-button" aria-label={label} title={label} disabled={disabled} onClick={onClick} {...(id !== undefined && { id })} {...(pressed !== undefined && { 'aria-pressed': pressed })}>
      <Icon name={icon} />
    </button>
  );
}
