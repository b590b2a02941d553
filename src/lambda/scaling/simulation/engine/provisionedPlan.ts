import { autoScalingFigures } from '../../autoScaling/figures.ts';
import { bounded, type Bounds } from '../../autoScaling/bounds.ts';
import { TargetTracker } from '../../autoScaling/targetTracking.ts';
import type { ScalingPlan } from '../scenario.ts';
import type { Provisioning } from './provisioning.ts';
import type { SimulatedFunction } from './simulatedFunction.ts';
import type { Timers } from './timers.ts';

/** Carries out a function's plan: asks for what is fixed, or has it scaled minute by minute. */
export function followPlan(fn: SimulatedFunction, provisioning: Provisioning, timers: Timers): void {
  const plan = fn.scenario.provisioned;
  if (plan === undefined) return;
  if (plan.type === 'fixed') provisioning.request(plan.count, 0);
  else follow(plan, fn, provisioning, timers);
}

function follow(plan: ScalingPlan, fn: SimulatedFunction, provisioning: Provisioning, timers: Timers): void {
  const { targetUtilization, schedule = [] } = plan;
  let bounds: Bounds = { minimum: plan.minimum, maximum: plan.maximum };
  const request = (count: number, now: number) => {
    if (count !== provisioning.requested) provisioning.request(count, now);
  };
  request(bounded(0, bounds), 0);
  const change = timers.kind((index, now) => {
    bounds = schedule[index] ?? bounds;
    request(bounded(provisioning.requested, bounds), now);
  });
  schedule.forEach(({ atSeconds }, index) => change(atSeconds * 1000, index));
  if (targetUtilization === undefined) return;
  const tracker = new TargetTracker({ target: targetUtilization });
  const { minuteMs } = autoScalingFigures;
  let openBefore: number | undefined;
  const observe = timers.kind((_, now) => {
    const { open } = provisioning;
    // What came in the middle of the minute was not there for all of it.
    const capacity = Math.min(openBefore ?? open, open);
    openBefore = open;
    const utilization = fn.recorder.endMinute();
    const adjustment = tracker.observe({ ...bounds, at: now, utilization, capacity, requested: provisioning.requested });
    if (adjustment !== undefined) request(adjustment.desired, now);
    observe(now + minuteMs, 0);
  });
  observe(minuteMs, 0);
}
