/** A scenario as files and messages bring it: shapes, ranges, and what must fit together. Units and meanings as in `Scenario`. */
import * as v from 'valibot';
import { CodedError } from '../common/codedError.ts';
import { limits } from '../lambda/limits.ts';
import { autoScalingFigures } from '../lambda/scaling/autoScaling/figures.ts';
import { queueFigures } from '../lambda/scaling/rules/eventSources.ts';
import type { Scenario as SimulatedScenario } from '../lambda/scaling/simulation/scenario.ts';
import { Distribution, number, Traffic, whole } from './traffic.ts';

const pair = { minimum: whole(0, 1_000_000), maximum: whole(0, 1_000_000) };
const isPair = ({ minimum, maximum }: { readonly minimum: number; readonly maximum: number }): boolean => minimum <= maximum;
const pairMessage = 'a minimum that is at most the maximum';

const Bounds = v.pipe(v.strictObject({ atSeconds: number(0), ...pair }), v.check((bounds) => isPair(bounds), pairMessage));

const ProvisionedPlan = v.variant('type', [
  v.strictObject({ type: v.literal('fixed'), count: whole(0, 1_000_000) }),
  v.pipe(
    v.strictObject({
      type: v.literal('autoScaling'),
      ...pair,
      targetUtilization: v.exactOptional(number(autoScalingFigures.target.min, autoScalingFigures.target.max)),
      schedule: v.exactOptional(v.array(Bounds)),
    }),
    v.check((bounds) => isPair(bounds), pairMessage),
  ),
]);

const Pollers = v.pipe(
  v.strictObject({ minimum: whole(2, 200), maximum: whole(2, 2000) }),
  v.check((bounds) => isPair(bounds), pairMessage),
);

/** Ranges as CreateEventSourceMapping and PutFunctionEventInvokeConfig have them. */
const InvocationSource = v.variant('type', [
  v.strictObject({ type: v.literal('sync') }),
  v.strictObject({
    type: v.literal('async'),
    maximumRetries: v.exactOptional(whole(0, 2)),
    maximumAgeSeconds: v.exactOptional(whole(60, 21_600)),
  }),
  v.pipe(
    v.strictObject({
      type: v.literal('sqs'),
      batchSize: whole(1, 10_000),
      maximumConcurrency: v.exactOptional(whole(2, 1000)),
      provisionedPollers: v.exactOptional(Pollers),
      visibilityTimeoutSeconds: v.exactOptional(whole(1, 43_200)),
    }),
    v.check(
      ({ maximumConcurrency, provisionedPollers }) => maximumConcurrency === undefined || provisionedPollers === undefined,
      'maximumConcurrency or provisionedPollers, not both',
    ),
  ),
  v.strictObject({
    type: v.literal('stream'),
    shards: whole(1, 100_000),
    parallelizationFactor: v.exactOptional(whole(1, 10)),
    batchSize: whole(1, 10_000),
  }),
]);

const FunctionScenario = v.pipe(
  v.strictObject({
    name: v.pipe(
      v.string(),
      v.minLength(1, 'a name'),
      v.maxLength(limits.functionNameLength, `at most ${limits.functionNameLength} characters`),
    ),
    memoryMegabytes: whole(limits.memoryMegabytes.minimum, limits.memoryMegabytes.maximum),
    architecture: v.exactOptional(v.picklist(['x86_64', 'arm64'])),
    timeoutSeconds: number(0.001, limits.timeoutSeconds.maximum),
    reserved: v.exactOptional(whole(0, 1_000_000)),
    provisioned: v.exactOptional(ProvisionedPlan),
    traffic: Traffic,
    source: v.exactOptional(InvocationSource),
    duration: Distribution,
    init: Distribution,
    idleSeconds: v.exactOptional(number(0.001, 86_400)),
    errorRate: v.exactOptional(number(0, 1)),
  }),
  // As PutProvisionedConcurrencyConfig refuses it.
  v.forward(
    v.check(
      ({ reserved, provisioned }) => reserved === undefined || mostProvisioned(provisioned) <= reserved,
      'no more than the function reserves',
    ),
    ['provisioned'],
  ),
  // As CreateEventSourceMapping refuses it: messages would come back while they are worked on.
  v.forward(
    v.check(
      ({ source, timeoutSeconds }) =>
        source?.type !== 'sqs' || timeoutSeconds <= (source.visibilityTimeoutSeconds ?? queueFigures.visibilityTimeoutSeconds),
      `a visibility timeout no shorter than the function's timeout (${queueFigures.visibilityTimeoutSeconds} s where it is left out)`,
    ),
    ['source'],
  ),
);

const mostSteps = 1_000_000;

export const Scenario = v.pipe(
  v.strictObject({
    seed: v.pipe(v.number('a number'), v.safeInteger('a whole number')),
    seconds: number(0.001, 366 * 86_400),
    account: v.strictObject({ concurrency: whole(1, 1_000_000) }),
    rateScale: v.exactOptional(number(0.001, 1000)),
    initsAtOnce: v.exactOptional(whole(1, 1_000_000)),
    stepSeconds: v.exactOptional(number(0.001, 86_400)),
    functions: v.pipe(
      v.array(FunctionScenario),
      v.minLength(1, 'at least one function'),
      v.maxLength(1000, 'at most 1000 functions'),
      v.check((functions) => new Set(functions.map(({ name }) => name)).size === functions.length, 'each name once'),
    ),
  }),
  v.forward(
    v.check(({ seconds, stepSeconds = 1 }) => seconds / stepSeconds <= mostSteps, `a longer step: at most ${mostSteps} of them`),
    ['stepSeconds'],
  ),
  v.forward(
    v.check(
      ({ account, functions }) =>
        functions.reduce((sum, { reserved, provisioned }) => sum + (reserved ?? mostProvisioned(provisioned)), 0) <= account.concurrency,
      "no more reserved and provisioned concurrency than the account's",
    ),
    ['functions'],
  ),
);
export type Scenario = v.InferOutput<typeof Scenario>;

/** One thing that is wrong: where, by keys and indices from the outermost in, and what is expected there. */
export interface ScenarioIssue {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/** Throws CodedError `SCENARIO_INVALID`: its message names the first wrong places, its `details.issues` (`ScenarioIssue[]`) all of them. */
export function parseScenario(value: unknown): SimulatedScenario {
  const parsed = v.safeParse(Scenario, value, { abortPipeEarly: true });
  if (parsed.success) return parsed.output;
  const issues = parsed.issues.map((issue): ScenarioIssue => ({ path: pathOf(issue.path), message: messageOf(issue) }));
  const told = issues.slice(0, 5).map(({ path, message }) => `${pathText(path)}: ${message}.`);
  if (issues.length > told.length) told.push(`And ${issues.length - told.length} more.`);
  throw new CodedError('SCENARIO_INVALID', told.join(' '), { details: { issues } });
}

/** Such as `functions[0].traffic.shape.rps`. */
export function pathText(path: ScenarioIssue['path']): string {
  const text = path.map((key) => (typeof key === 'number' ? `[${key}]` : `.${key}`)).join('');
  return text === '' ? 'The scenario' : text.replace(/^\./, '');
}

function pathOf(path: readonly { readonly key?: unknown }[] | undefined): ScenarioIssue['path'] {
  return (path ?? []).map(({ key }) => (typeof key === 'number' ? key : String(key)));
}

function messageOf(issue: v.BaseIssue<unknown>): string {
  if (issue.expected === 'never') return 'this is not known here; leave it out';
  if (issue.input === undefined) return 'this is missing';
  if (issue.type === 'check') return `expected ${issue.message}`;
  const expected = issue.kind === 'validation' || issue.type === 'number' ? issue.message : (issue.expected ?? 'another value');
  return `expected ${expected}, not ${issue.received}`;
}

function mostProvisioned(plan: v.InferOutput<typeof ProvisionedPlan> | undefined): number {
  if (plan === undefined) return 0;
  if (plan.type === 'fixed') return plan.count;
  return (plan.schedule ?? []).reduce((most, { minimum }) => Math.max(most, minimum), plan.minimum);
}
