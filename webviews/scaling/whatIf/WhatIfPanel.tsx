import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { fill } from '../../shared/format.ts';
import { type View, whatIfButton } from '../view.ts';
import { AnswerTable } from './AnswerTable.tsx';
import { CheapestPlanFinder } from './CheapestPlanFinder.tsx';
import { LimitControls } from './LimitControls.tsx';
import { countOf } from './observed.ts';
import { NumberControl } from './NumberControl.tsx';
import { TargetChoice } from './TargetChoice.tsx';
import { TrafficControls } from './TrafficControls.tsx';
import type { WhatIfAnswer } from './whatIf.ts';

/** What would be if: traffic, limits and durations that one moves, beside the graph that shows what would come of it. */
export function WhatIfPanel({ view }: { readonly view: View }): JSX.Element {
  const { model, strings } = view;
  const [answer, failure] = [model.whatIf.answer.value, model.whatIf.failure.value];
  const panel = useRef<HTMLElement>(null);
  useEffect(() => {
    // Who opened it goes on in it; a page that is restored takes no focus.
    if (model.whatIfSummoned) panel.current?.focus();
    model.whatIfSummoned = false;
  }, [model]);
  const close = (): void => {
    model.openWhatIf(false);
    document.getElementById(whatIfButton)?.focus();
  };
  return (
    <aside
      class="what-if" aria-label={strings.whatIf} tabIndex={-1} ref={panel}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && !event.defaultPrevented) close();
      }}
    >
      <div class="what-if-head">
        <h2>{strings.whatIf}</h2>
        <span class="spring" />
        <button type="button" class="chip" onClick={() => { model.whatIf.reset(); model.tried(); }}>{strings.asObserved}</button>
        <button type="button" class="icon-button" aria-label={strings.close} title={strings.backToGraph} onClick={close}>
          <span aria-hidden="true">✕</span>
        </button>
      </div>
      <TargetChoice view={view} />
      {answer === undefined ? <p class="muted" role="status">{failure === undefined ? strings.simulating : fill(strings.cannotSimulate, failure)}</p> : <Controls view={view} answer={answer} />}
    </aside>
  );
}

function Controls({ view, answer }: { readonly view: View; readonly answer: WhatIfAnswer }): JSX.Element {
  const { model, strings, formats } = view;
  const { prediction: { result }, target, functionName, observed } = answer;
  return (
    <>
      <TrafficControls view={view} answer={answer} />
      {target === 'aws' && <p class="muted">{strings.awsNote}</p>}
      {target === 'aws' && countOf(observed.fn.arrivals) === 0 && <p class="problem">{fill(strings.awsNoFigures, functionName)}</p>}
      <LimitControls view={view} answer={answer} />
      <fieldset>
        <legend>{strings.functionSettings}</legend>
        <NumberControl view={view} figure="medianMs" label={strings.medianDuration} unit="ms" baseline={answer.baseline.medianMs} min={1} max={900_000} logarithmic />
        <NumberControl view={view} figure="p99Ms" label={strings.p99Duration} unit="ms" baseline={answer.baseline.p99Ms} min={1} max={900_000} logarithmic />
        <NumberControl view={view} figure="initMs" label={strings.segmentInit} unit="ms" baseline={answer.baseline.initMs} min={1} max={10_000} logarithmic />
        {target === 'aws' && model.whatIf.draft.value.initMs === undefined && <p class="muted">{strings.awsInitNote}</p>}
        <NumberControl view={view} figure="memoryMegabytes" label={strings.memory} unit="MB" baseline={answer.baseline.memoryMegabytes} min={128} max={10_240} step={64} />
        <p class="muted">{strings.memoryNote}</p>
      </fieldset>
      <section aria-label={strings.prediction}>
        <AnswerTable view={view} answer={answer} />
        <p class="muted">{fill(result.mode === 'exact' ? strings.exactMode : strings.fluidMode, formats.count(answer.predicted.arrivals))}</p>
        <CheapestPlanFinder view={view} answer={answer} />
      </section>
    </>
  );
}

