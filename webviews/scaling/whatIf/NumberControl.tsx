import type { JSX } from 'preact';
import { useId } from 'preact/hooks';
import type { ScalingStrings } from '../../../src/protocol/webview/scaling.ts';
import type { View } from '../view.ts';
import type { Draft } from './draft.ts';
import { NumberField } from './NumberField.tsx';

export interface NumberInputProps {
  readonly label: string;
  readonly unit?: string;
  readonly value: number;
  readonly min: number;
  readonly max: number;
  readonly step?: number;
  /** Of the slider: from `min`, or from 1, in equal factors. */
  readonly logarithmic?: boolean;
  readonly changed?: boolean;
  readonly disabled?: boolean;
  readonly onInput: (value: number) => void;
  readonly children?: JSX.Element | undefined;
}

const sliderSteps = 1000;

/** A number with its slider. */
export function NumberInput({ label, unit = '', value, min, max, step = 1, logarithmic = false, changed = false, disabled = false, onInput, children }: NumberInputProps): JSX.Element {
  const id = useId();
  const low = Math.max(min, logarithmic ? 1 : min);
  const toSlider = (amount: number): number => {
    const share = logarithmic ? Math.log(Math.max(amount, low) / low) / Math.log(max / low) : (amount - min) / (max - min);
    return Math.round(Math.min(1, Math.max(0, share)) * sliderSteps);
  };
  const fromSlider = (position: number): number => {
    const share = position / sliderSteps;
    const amount = logarithmic ? low * (max / low) ** share : min + share * (max - min);
    return position === 0 ? min : rounded(amount, step, logarithmic);
  };
  const take = (amount: number): void => {
    if (Number.isFinite(amount)) onInput(Math.min(max, Math.max(min, amount)));
  };
  return (
    <div class={changed ? 'number changed' : 'number'}>
      <label for={id}>{label}</label>
      <input
        type="range" aria-label={label} min={0} max={sliderSteps} value={toSlider(value)} disabled={disabled} aria-valuetext={`${value} ${unit}`}
        onInput={({ currentTarget }) => take(fromSlider(Number(currentTarget.value)))}
      />
      <span class="entry">
        <NumberField id={id} min={min} max={max} value={value} disabled={disabled} onCommit={take} />
        <span class="unit">{unit}</span>
      </span>
      {children !== undefined && <span class="actions">{children}</span>}
    </div>
  );
}

function rounded(amount: number, step: number, logarithmic: boolean): number {
  if (!logarithmic) return Math.round(amount / step) * step;
  return amount < 10 * step ? Math.max(step, Math.round(amount / step) * step) : Number(amount.toPrecision(2));
}

interface ReleaseButtonProps {
  readonly label: string;
  readonly strings: ScalingStrings;
  readonly onRelease: () => void;
}

/** Takes one figure back to what was observed. */
export function ReleaseButton({ label, strings, onRelease }: ReleaseButtonProps): JSX.Element {
  return (
    <button type="button" class="chip" aria-label={`${label}: ${strings.asObserved}`} title={strings.asObserved} onClick={onRelease}>
      ↺
    </button>
  );
}

type Figure = Exclude<keyof Draft, 'traffic' | 'reserved'>;

interface NumberControlProps extends Omit<NumberInputProps, 'value' | 'onInput' | 'changed'> {
  readonly view: View;
  readonly figure: Figure;
  readonly baseline: number;
}

/** One figure of the draft: as observed, until it is moved. */
export function NumberControl({ view: { model, strings }, figure, baseline, ...input }: NumberControlProps): JSX.Element {
  const own = model.whatIf.draft.value[figure];
  const take = (value: number): void => {
    model.whatIf.change({ [figure]: value });
    model.tried();
  };
  const release = (): void => {
    model.whatIf.release(figure);
    model.tried();
  };
  return (
    <NumberInput {...input} value={own ?? baseline} changed={own !== undefined} onInput={take}>
      {own === undefined ? input.children : <>{input.children}<ReleaseButton label={input.label} strings={strings} onRelease={release} /></>}
    </NumberInput>
  );
}
