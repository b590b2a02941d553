import { effect } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect, useId, useMemo, useRef } from 'preact/hooks';
import { fill } from '../../shared/format.ts';
import { LaneBoard } from './laneBoard.ts';
import { laneDetails } from './laneDetails.ts';
import { segmentLook } from './lanePainter.ts';
import { Legend } from '../panels/Legend.tsx';
import type { LegendItem } from '../panels/legendItem.ts';
import { Crosshair } from '../time/Plot.tsx';
import { pointerRange } from '../time/pointerRange.ts';
import { onLaneKey } from './laneKeys.ts';
import { LaneTooltip } from './LaneTooltip.tsx';
import type { View } from '../view.ts';

/** Environments as swimlanes: only those in view are drawn. */
export function EnvironmentsPanel({ view }: { readonly view: View }): JSX.Element {
  const { model, strings, formats } = view;
  const heading = useId();
  const canvas = useRef<HTMLCanvasElement>(null);
  const scroller = useRef<HTMLDivElement>(null);
  const spacer = useRef<HTMLDivElement>(null);
  const board = useMemo(() => new LaneBoard(view), [view]);
  const pointer = useMemo(() => pointerRange(view), [view]);
  useEffect(() => {
    const element = scroller.current;
    element?.addEventListener('wheel', pointer.wheel, { passive: false });
    return () => element?.removeEventListener('wheel', pointer.wheel);
  }, [pointer]);
  useEffect(() => {
    if (canvas.current === null || scroller.current === null || spacer.current === null) return undefined;
    return board.attach(canvas.current, scroller.current, spacer.current);
  }, [board]);
  useEffect(
    () =>
      effect(() => {
        void [model.frame.value, view.theme.value, board.selected.value];
        board.draw();
      }),
    [board],
  );
  useEffect(
    () =>
      view.pictures.add('environments', () => ({
        title: strings.environments, unit: '', items: legend(view), canvas: board.element ?? document.createElement('canvas'), ...board.size,
      })),
    [view, board],
  );
  const { shown, all } = board.counts.value;
  const reason = model.told.value?.primary.source === 'aws' && all === 0 ? strings.noLanesOfAws : strings.noEnvironments;
  const lane = board.selected.value === undefined ? undefined : model.lane(board.selected.value);
  const at = model.cursorAt.value ?? model.told.value?.to;
  const details = lane === undefined || at === undefined ? undefined : laneDetails(lane, at, board.slack, strings, formats);
  return (
    <section class="panel environments" aria-labelledby={heading}>
      <div class="panel-head">
        <h2 id={heading}>
          {strings.environments} <span class="unit">{fill(strings.shownOf, formats.count(shown), formats.count(all))}{all > shown && ` · ${fill(strings.hiddenBelow, formats.count(all - shown))}`}</span>
        </h2>
        <Legend items={legend(view)} strings={strings} />
      </div>
      <figure aria-labelledby={heading}>
        <div class="plot">
          <canvas class="lanes" ref={canvas} aria-hidden="true" />
          <Crosshair view={view} />
          {all === 0 && <p class="absent">{reason}</p>}
          <div
            class="lanes-scroller"
            ref={scroller}
            role="listbox"
            tabIndex={0}
            aria-label={strings.environments}
            aria-description={strings.laneKeyboardHelp}
            aria-activedescendant={details === undefined ? undefined : 'selected-lane'}
            onScroll={() => board.draw()}
            onPointerDown={pointer.down}
            onPointerUp={pointer.up}
            onPointerCancel={pointer.cancel}
            onDblClick={() => model.time.reset()}
            onPointerMove={(event) => {
              pointer.move(event);
              board.point(event.clientY);
            }}
            onPointerLeave={() => {
              pointer.leave();
              board.select(undefined);
            }}
            onBlur={() => board.select(undefined)}
            onKeyDown={(event) => {
              if (onLaneKey(board, model, event)) event.preventDefault();
            }}
          >
            <div class="lanes-space" ref={spacer}>
              {details !== undefined && (
                <div class="visually-hidden" id="selected-lane" key={lane?.id} role="option" aria-selected="true">
                  {[details.title, ...details.lines].join(', ')}
                </div>
              )}
            </div>
          </div>
          {details !== undefined && <LaneTooltip view={view} board={board} details={details} />}
        </div>
      </figure>
    </section>
  );
}

function legend({ strings }: View): LegendItem[] {
  const hatched = (label: string, look: ReturnType<typeof segmentLook>): LegendItem => ({
    label,
    swatch: look.hatch === undefined ? { kind: 'area', color: look.color } : { kind: 'hatch', color: look.color, hatch: look.hatch },
    value: '',
  });
  return [
    hatched(strings.segmentInit, segmentLook({ kind: 'init' })),
    hatched(strings.segmentInvoke, segmentLook({ kind: 'invoke' })),
    hatched(strings.segmentError, segmentLook({ kind: 'invoke', outcome: 'error' })),
    hatched(strings.segmentTimeout, segmentLook({ kind: 'invoke', outcome: 'timeout' })),
    { label: strings.segmentIdle, swatch: { kind: 'line', color: 'muted' }, value: '' },
    { label: strings.provisionedEnvironment, swatch: { kind: 'line', color: 'green' }, value: '' },
  ];
}
