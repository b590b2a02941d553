import { CodedError } from '../../../../common/codedError.ts';
import type { FunctionScenario, ProvisionedPlan, Scenario } from '../scenario.ts';
import { autoScalingFigures } from '../../autoScaling/figures.ts';
import { type ConsideredPlan, type PlanOptions, PlanTrials } from './planTrials.ts';
import type { PlanTarget } from './planTarget.ts';

export interface PlanSearch {
  /** In the order in which they were tried; the first has nothing provisioned. */
  readonly considered: readonly ConsideredPlan[];
  /** The cheapest that meets the target; its plan is undefined where nothing needs to be provisioned. Undefined where none meets it. */
  readonly best: ConsideredPlan | undefined;
  /** `onDemand`: provisioning costs more than it saves. `stopped`: not all were tried; `best` is the best of those that were. */
  readonly conclusion: 'provisioned' | 'onDemand' | 'unreachable' | 'stopped';
}

/** A plan by a number: the more, the more is provisioned. */
interface PlanFamily {
  readonly most: number;
  readonly plan: (amount: number) => ProvisionedPlan;
}

/** Of an account, so many environments stay unreserved. Source: AWS Lambda Developer Guide, "Configuring provisioned concurrency". */
const unreservedAtLeast = 100;
const hour = 3600;
/** A schedule asks for its environments so many seconds before they are needed. */
const leadSeconds = 120;
/** Steps in which a schedule's sizes are tried. */
const scheduleSteps = 40;

/**
 * Searches the cheapest provisioned plan of a function that meets a target, among none, a fixed number, one for each hour (where the
 * scenario is longer than two) and target tracking. In each family the least that meets the target is found by halving, as more never
 * makes it worse, and from there on the cheapest: provisioned environments that are at work for more than about 60 % of the time cost
 * less than on demand. Rejects with CodedError PLAN_SEARCH_ABORTED and PLAN_FUNCTION_MISSING.
 */
export async function cheapestPlan(scenario: Scenario, functionName: string, target: PlanTarget, options: PlanOptions = {}): Promise<PlanSearch> {
  const fn = scenario.functions.find(({ name }) => name === functionName);
  if (fn === undefined) throw new CodedError('PLAN_FUNCTION_MISSING', `The scenario has no function '${functionName}'. Name one of its functions.`);
  const trials = new PlanTrials(scenario, functionName, target, options);
  await trials.try(undefined);
  const peak = trials.bare?.totals.peakEnvironments ?? 0;
  const most = Math.max(0, Math.min(limitOf(fn, scenario), Math.ceil(peak * 1.1) + 2));
  for (const family of familiesOf(scenario, trials, most)) await searchFamily(trials, family);
  const fitting = trials.considered.filter((plan) => plan.meets);
  const best = fitting.reduce<ConsideredPlan | undefined>((least, plan) => (least === undefined || plan.cost < least.cost ? plan : least), undefined);
  return { considered: trials.considered, best, conclusion: conclude(trials, best) };
}

function conclude(trials: PlanTrials, best: ConsideredPlan | undefined): PlanSearch['conclusion'] {
  if (trials.exhausted) return 'stopped';
  if (best === undefined) return 'unreachable';
  return best.plan === undefined ? 'onDemand' : 'provisioned';
}

/** What may be provisioned: of its reservation, or of what may be reserved of the account. */
function limitOf({ name, reserved }: FunctionScenario, { account, functions }: Scenario): number {
  if (reserved !== undefined) return reserved;
  const others = functions.reduce((sum, fn) => sum + (fn.name === name ? 0 : (fn.reserved ?? heldOf(fn.provisioned))), 0);
  return account.concurrency - others - unreservedAtLeast;
}

function heldOf(plan: ProvisionedPlan | undefined): number {
  return plan === undefined ? 0 : plan.type === 'fixed' ? plan.count : plan.maximum;
}

function familiesOf(scenario: Scenario, trials: PlanTrials, most: number): readonly PlanFamily[] {
  if (most < 1) return [];
  const { min, max } = autoScalingFigures.target;
  const tracking: PlanFamily = {
    most: Math.round((max - min) * 10) + 1,
    plan: (amount) => ({ type: 'autoScaling', minimum: 1, maximum: most, targetUtilization: Math.round((max - (amount - 1) / 10) * 10) / 10 }),
  };
  const fixed: PlanFamily = { most, plan: (count) => ({ type: 'fixed', count }) };
  const hourly = scheduleFamily(scenario, trials, most);
  return hourly === undefined ? [fixed, tracking] : [fixed, hourly, tracking];
}

/** Each hour as many as a share of its peak without provisioned environments. */
function scheduleFamily({ seconds }: Scenario, trials: PlanTrials, most: number): PlanFamily | undefined {
  const concurrency = trials.bare?.series.concurrency ?? [];
  const hours = Math.ceil(seconds / hour);
  if (seconds <= 2 * hour || concurrency.length === 0) return undefined;
  const perHour = (hour / seconds) * concurrency.length;
  const peaks = Array.from({ length: hours }, (_, index) => Math.max(0, ...concurrency.slice(Math.floor(index * perHour), Math.ceil((index + 1) * perHour))));
  const count = (index: number, amount: number): number => Math.max(1, Math.min(most, Math.ceil(((peaks[index] ?? 0) * 1.25 * amount) / scheduleSteps)));
  return {
    most: scheduleSteps,
    plan: (amount) => {
      const schedule: { atSeconds: number; minimum: number; maximum: number }[] = [];
      for (let index = 1; index < hours; index++) {
        const now = count(index, amount);
        const before = count(index - 1, amount);
        // More is asked for in time, less when the hour begins.
        if (now !== before) schedule.push({ atSeconds: index * hour - (now > before ? leadSeconds : 0), minimum: now, maximum: now });
      }
      return { type: 'autoScaling', minimum: count(0, amount), maximum: count(0, amount), schedule };
    },
  };
}

async function searchFamily(trials: PlanTrials, { most, plan }: PlanFamily): Promise<void> {
  if ((await trials.try(plan(most)))?.meets !== true) return;
  let low = 0;
  let high = most;
  while (high - low > 1 && !trials.exhausted) {
    const middle = Math.floor((low + high) / 2);
    if ((await trials.try(plan(middle)))?.meets === true) high = middle;
    else low = middle;
  }
  await descend(trials, plan, high, most);
}

/** The cost is convex in what is provisioned: it falls while what is added is at work most of the time, and grows from there on. */
async function descend(trials: PlanTrials, plan: PlanFamily['plan'], least: number, most: number): Promise<void> {
  let low = least;
  let high = most;
  while (high > low && !trials.exhausted) {
    const middle = Math.floor((low + high) / 2);
    const here = await trials.try(plan(middle));
    const next = await trials.try(plan(middle + 1));
    if (here === undefined || next === undefined) return;
    if (next.cost < here.cost) low = middle + 1;
    else high = middle;
  }
}
