import type { LambdaApi, ProvisionedConcurrency } from '../../aws/lambdaApi.ts';
import type { FunctionTarget } from '../connections/lambdaConnection.ts';
import type { LimitChange } from './scalingDesk.ts';

/** A change as the user is asked about it. */
export interface PlannedLimit {
  readonly type: LimitChange['type'];
  /** With the version or alias, for provisioned concurrency. */
  readonly target: FunctionTarget;
  /** Undefined: none. */
  readonly from: number | undefined;
  readonly to: number | undefined;
}

export interface LimitQuestions {
  /** Which version or alias is to have provisioned concurrency; undefined where the user gave up. */
  qualifier(target: FunctionTarget): Promise<string | undefined>;
  /** Whose is to be taken away. */
  provisioned(target: FunctionTarget, provisioned: readonly ProvisionedConcurrency[]): Promise<string | undefined>;
  confirm(planned: PlannedLimit): Promise<boolean>;
  /** Does work with progress, which the user may cancel: false. */
  working(work: (signal: AbortSignal) => Promise<void>): Promise<boolean>;
}

/** What sets limits. */
export type LimitCalls = Pick<LambdaApi, 'getReservedConcurrency' | 'setReservedConcurrency' | 'listProvisioned' | 'setProvisioned'>;

/** Sets a limit once the user has agreed to it, knowing what it is and was; false where they have not. */
export async function applyLimit(target: FunctionTarget, change: LimitChange, api: LimitCalls, ask: LimitQuestions): Promise<boolean> {
  return change.type === 'reserved' ? applyReserved(target, change.value ?? undefined, api, ask) : applyProvisioned(target, change, api, ask);
}

async function applyReserved(target: FunctionTarget, to: number | undefined, api: LimitCalls, ask: LimitQuestions): Promise<boolean> {
  let from: number | undefined;
  const known = await ask.working(async (signal) => {
    from = await api.getReservedConcurrency(target.functionName, signal);
  });
  if (!known || !(await agreed({ type: 'reserved', target, from, to }, ask))) return false;
  return from === to || ask.working((signal) => api.setReservedConcurrency(target.functionName, to, signal));
}

async function applyProvisioned(
  target: FunctionTarget,
  { qualifier: given, value }: Extract<LimitChange, { readonly type: 'provisioned' }>,
  api: LimitCalls,
  ask: LimitQuestions,
): Promise<boolean> {
  let there: readonly ProvisionedConcurrency[] = [];
  const known = await ask.working(async (signal) => {
    there = await api.listProvisioned(target.functionName, signal);
  });
  if (!known) return false;
  const qualifier = given ?? (await (value === 0 ? ask.provisioned(target, there) : ask.qualifier(target)));
  if (qualifier === undefined) return false;
  const from = there.find((each) => each.qualifier === qualifier)?.requested;
  const to = value === 0 ? undefined : value;
  if (!(await agreed({ type: 'provisioned', target: { ...target, qualifier }, from, to }, ask))) return false;
  return from === to || ask.working((signal) => api.setProvisioned(target.functionName, qualifier, value, signal));
}

/** What is so already needs no question. */
async function agreed(planned: PlannedLimit, ask: LimitQuestions): Promise<boolean> {
  return planned.from === planned.to || ask.confirm(planned);
}
