import type { JSX } from 'preact';
import type { View } from '../view.ts';
import { NumberControl, NumberInput, ReleaseButton } from './NumberControl.tsx';
import type { WhatIfTarget } from './subject.ts';
import type { WhatIfAnswer } from './whatIf.ts';

/** The limits that are tried. Reserved and provisioned concurrency can be set, where they differ from what is in force. */
export function LimitControls({ view, answer }: { readonly view: View; readonly answer: WhatIfAnswer }): JSX.Element {
  const { model, strings, formats } = view;
  const { draft } = model.whatIf;
  const { baseline } = answer;
  const account = draft.value.account ?? baseline.account;
  const own = draft.value.reserved;
  const reserved = own === undefined ? baseline.reserved : own;
  const provisioned = draft.value.provisioned ?? baseline.provisioned;
  const peak = answer.predicted.peakConcurrency ?? 0;
  const reserve = (value: number | null): void => {
    model.whatIf.change({ reserved: value });
    model.tried();
  };
  const release = (): void => {
    model.whatIf.release('reserved');
    model.tried();
  };
  const { outcome } = model.limits;
  return (
    <fieldset>
      <legend>{strings.limitsLegend}</legend>
      <NumberControl view={view} figure="account" label={strings.accountLimit} baseline={baseline.account} min={1} max={Math.max(10_000, baseline.account)} logarithmic />
      <label class="check">
        <input type="checkbox" checked={reserved !== null} onChange={({ currentTarget }) => reserve(currentTarget.checked ? (baseline.reserved ?? Math.max(1, peak)) : null)} />
        {strings.reserve}
      </label>
      <NumberInput
        label={strings.reservedLimit} value={reserved ?? 0} min={0} max={account} disabled={reserved === null} logarithmic={account > 200}
        changed={own !== undefined && own !== baseline.reserved} onInput={reserve}
      >
        <>
          <ApplyButton view={view} target={answer.target} label={strings.reservedLimit} same={reserved === baseline.reserved} onApply={() => model.limits.apply(answer.target, answer.functionName, { type: 'reserved', value: reserved })} />
          {own !== undefined && <ReleaseButton label={strings.reservedLimit} strings={strings} onRelease={release} />}
        </>
      </NumberInput>
      <NumberControl view={view} figure="provisioned" label={strings.provisionedLimit} baseline={baseline.provisioned} min={0} max={Math.max(20, Math.min(reserved ?? account, peak * 3))}>
        <ApplyButton
          view={view} target={answer.target} label={strings.provisionedLimit} same={provisioned === baseline.provisioned}
          onApply={() => {
            const { qualifier } = answer.observed.fn;
            model.limits.apply(answer.target, answer.functionName, { type: 'provisioned', value: provisioned, ...(qualifier !== undefined && { qualifier }) });
          }}
        />
      </NumberControl>
      {reserved !== null && provisioned > reserved && <p class="problem">{strings.provisionedAboveReserved}</p>}
      {reserved !== null && account - reserved < 100 && <p class="problem">{strings.unreservedMinimum.replace('{0}', formats.count(100))}</p>}
      {outcome.value !== undefined && <p class={outcome.value.refused === undefined ? 'muted' : 'problem'}>{outcome.value.refused ?? (outcome.value.done ? strings.applied : strings.notApplied)}</p>}
    </fieldset>
  );
}

interface ApplyButtonProps {
  readonly view: View;
  readonly target: WhatIfTarget;
  readonly label: string;
  readonly same: boolean;
  readonly onApply: () => void;
}

function ApplyButton({ view: { model, strings }, target, label, same, onApply }: ApplyButtonProps): JSX.Element {
  const known = target === 'aws' || (model.functionNames.value.length > 0 && model.phase.value === 'running');
  return (
    <button type="button" class="chip apply" aria-label={`${strings.apply}: ${label}`} disabled={same || !known || model.limits.pending.value !== undefined} onClick={onApply}>
      {strings.apply}
    </button>
  );
}
