import * as v from 'valibot';
import type { ProvisionedScalingApi, ScalingSchedule, ScalingSettings } from '../../../aws/autoScaling/provisionedScalingApi.ts';
import { autoScalingFigures } from '../../../lambda/scaling/autoScaling/figures.ts';
import { argument as argumentOf } from '../arguments.ts';
import type { QualifiedTarget } from './qualifiedTarget.ts';

/** What is to be done. */
export type ScalingChange =
  | { readonly type: 'set'; readonly settings: ScalingSettings }
  | { readonly type: 'putSchedule'; readonly schedule: ScalingSchedule }
  | { readonly type: 'removeSchedule'; readonly name: string }
  | { readonly type: 'remove' };

const environments = v.pipe(v.number(), v.integer(), v.minValue(0));

/** Passed along with the function: what to scale by (null for no more), or a schedule. */
const ScalingArgument = v.union([
  v.object({
    autoScaling: v.nullable(
      v.object({
        minimum: environments,
        maximum: environments,
        targetUtilization: v.exactOptional(v.pipe(v.number(), v.minValue(autoScalingFigures.target.min), v.maxValue(autoScalingFigures.target.max))),
      }),
    ),
  }),
  v.object({
    schedule: v.object({
      name: v.string(),
      expression: v.string(),
      timeZone: v.exactOptional(v.string()),
      minimum: v.exactOptional(environments),
      maximum: v.exactOptional(environments),
    }),
  }),
]);

/** What an argument says; undefined where the user is to be asked. */
export function givenChange(argument: unknown): ScalingChange | undefined {
  const given = argumentOf(ScalingArgument, argument);
  if (given === undefined) return undefined;
  if ('schedule' in given) return { type: 'putSchedule', schedule: given.schedule };
  return given.autoScaling === null ? { type: 'remove' } : { type: 'set', settings: given.autoScaling };
}

export function applyChange(
  api: ProvisionedScalingApi,
  { functionName, qualifier }: QualifiedTarget,
  change: ScalingChange,
  signal: AbortSignal,
): Promise<void> {
  switch (change.type) {
    case 'set':
      return api.set(functionName, qualifier, change.settings, signal);
    case 'putSchedule':
      return api.putSchedule(functionName, qualifier, change.schedule, signal);
    case 'removeSchedule':
      return api.removeSchedule(functionName, qualifier, change.name, signal);
    case 'remove':
      return api.remove(functionName, qualifier, signal);
    default:
      return change satisfies never;
  }
}
