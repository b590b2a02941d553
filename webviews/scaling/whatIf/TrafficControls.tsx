import type { JSX } from 'preact';
import type { View } from '../view.ts';
import { trafficFigures, trafficOf, trafficTypes, withFigures } from './draft.ts';
import { NumberInput } from './NumberControl.tsx';
import { countOf } from './observed.ts';
import type { WhatIfAnswer } from './whatIf.ts';

/** Ends of the figures; what is not named here is a rate. */
const ends: Readonly<Record<string, { readonly min: number; readonly max: number; readonly unit: string; readonly logarithmic: boolean; readonly step?: number }>> = {
  factor: { min: 0, max: 100, unit: '×', logarithmic: false, step: 0.5 },
  forSeconds: { min: 1, max: 600, unit: 's', logarithmic: true },
  highHour: { min: 0, max: 24, unit: 'h', logarithmic: false },
};
const rate = { min: 0, max: 1_000_000, unit: '/s', logarithmic: true };

/** The traffic that is tried: as recorded, or a shape with its figures. */
export function TrafficControls({ view, answer }: { readonly view: View; readonly answer: WhatIfAnswer }): JSX.Element {
  const { model, strings } = view;
  const { traffic } = model.whatIf.draft.value;
  const usual = countOf(answer.observed.fn.arrivals) / answer.observed.seconds;
  const change = (next: typeof traffic): void => {
    model.whatIf.change({ traffic: next });
    model.tried();
  };
  return (
    <fieldset>
      <legend>{strings.traffic}</legend>
      <select aria-label={strings.traffic} value={traffic.type} onChange={({ currentTarget }) => change(trafficOf(trafficTypes.find((type) => type === currentTarget.value) ?? 'recorded', usual))}>
        {trafficTypes.map((type) => <option key={type} value={type}>{strings.shapes[type]}</option>)}
      </select>
      {trafficFigures(traffic).map(({ name, value }) => (
        <NumberInput key={name} {...(ends[name] ?? rate)} label={strings.shapeFigures[name] ?? name} value={value} onInput={(next) => change(withFigures(traffic, [[name, next]]))} />
      ))}
    </fieldset>
  );
}
