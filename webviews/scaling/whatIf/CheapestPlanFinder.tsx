import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import type { ProvisionedPlan } from '../../../src/lambda/scaling/simulation/scenario.ts';
import { fill } from '../../shared/format.ts';
import type { View } from '../view.ts';
import { NumberField } from './NumberField.tsx';
import type { PlanSearchState, WhatIfAnswer } from './whatIf.ts';

/** Finds the cheapest provisioned concurrency that keeps latency where one wants it. */
export function CheapestPlanFinder({ view, answer }: { readonly view: View; readonly answer: WhatIfAnswer }): JSX.Element {
  const { model, strings } = view;
  const wanted = useSignal<number | undefined>(undefined);
  const target = wanted.value ?? Math.max(1, Math.ceil(answer.predicted.p99Ms ?? 100));
  const state = model.whatIf.plan.value;
  return (
    <div class="plan">
      <label>
        {strings.targetP99}
        <NumberField min={1} value={target} onCommit={(value) => void (wanted.value = value)} /> ms
      </label>
      <button type="button" class="text-button" disabled={state?.type === 'searching'} onClick={() => void model.whatIf.findCheapest(target)}>{strings.findCheapest}</button>
      <p role="status">{state !== undefined && <Outcome view={view} state={state} />}</p>
    </div>
  );
}

function Outcome({ view, state }: { readonly view: View; readonly state: PlanSearchState }): JSX.Element {
  const { model, strings, formats } = view;
  if (state.type === 'searching') return <>{strings.searching}</>;
  if (state.type === 'none') return <>{strings.noPlan}</>;
  if (state.type === 'failed') return <>{fill(strings.cannotSimulate, state.message)}</>;
  const { plan, dollarsPerHour, p99Ms } = state.plan;
  const count = plan === undefined ? 0 : plan.type === 'fixed' ? plan.count : undefined;
  const tryIt = (provisioned: number): void => {
    model.whatIf.change({ provisioned });
    model.tried();
  };
  return (
    <>
      {fill(strings.cheapestPlan, planText(plan, view), formats.money(dollarsPerHour), formats.duration(p99Ms))}{' '}
      {count !== undefined && <button type="button" class="chip" onClick={() => tryIt(count)}>{strings.tryPlan}</button>}
    </>
  );
}

function planText(plan: ProvisionedPlan | undefined, { strings, formats }: View): string {
  if (plan === undefined) return strings.planOnDemand;
  if (plan.type === 'fixed') return fill(strings.planFixed, formats.count(plan.count));
  const counts = [plan.minimum, plan.maximum, ...(plan.schedule ?? []).flatMap(({ minimum, maximum }) => [minimum, maximum])];
  const [least, most] = [formats.count(Math.min(...counts)), formats.count(Math.max(...counts))];
  return plan.targetUtilization === undefined ? fill(strings.planSchedule, least, most) : fill(strings.planTracking, least, most, formats.share(plan.targetUtilization));
}
