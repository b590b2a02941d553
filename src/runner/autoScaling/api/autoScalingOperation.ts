import * as v from 'valibot';

import type { Clock } from '../../../common/clock.ts';
import type { Identity } from '../../../lambda/arn.ts';
import { isRecord } from '../../../lambda/model/record.ts';
import { compileValidator, validationMessage } from '../../../lambda/model/validator.ts';
import type { FunctionStore } from '../../resources/functions/functionStore.ts';
import type { RegionTables } from '../../resources/regionTables.ts';
import type { ScalingActivities } from '../store/scalingActivities.ts';
import type { ScalableTargets } from '../store/scalableTargets.ts';
import { Whole } from '../store/storedScalableTarget.ts';
import { autoScalingErrors } from './autoScalingError.ts';
import { autoScalingModel } from './autoScalingModel.ts';

export interface AutoScalingContext {
  readonly identity: Identity;
  readonly functions: FunctionStore;
  readonly tables: RegionTables;
  readonly targets: ScalableTargets;
  readonly activities: ScalingActivities;
  readonly clock: Pick<Clock, 'now'>;
  readonly uuid: () => string;
  /** A target was registered, or its bounds changed: its capacity is to be brought into them. */
  readonly registered: (key: string) => void;
}

/** Answers a request's body, parsed. Throws LambdaError. */
export type AutoScalingOperation = (context: AutoScalingContext, body: unknown) => Promise<object>;

const missing: ReadonlySet<string> = new Set(['undefined', 'null']);

/** An operation whose input has the members of `entries`, of those types, within the constraints of the structure of its name. */
export function autoScalingOperation<Entries extends v.ObjectEntries>(
  name: string,
  entries: Entries,
  handle: (context: AutoScalingContext, input: v.InferOutput<v.ObjectSchema<Entries, undefined>>) => Promise<object>,
): AutoScalingOperation {
  const validate = compileValidator(autoScalingModel, name);
  const schema = v.object(entries);
  return async (context, body) => {
    if (!isRecord(body) || Array.isArray(body)) throw autoScalingErrors.serialization('The request is no JSON object.');
    const input = withoutNulls(body);
    const read = v.safeParse(schema, input);
    if (!read.success) {
      const [issue] = read.issues;
      const anotherType = autoScalingErrors.serialization(`${v.getDotPath(issue) ?? ''} has a value of another type.`);
      if (!missing.has(issue.received)) throw anotherType;
      const violations = validate(input);
      throw violations.length > 0 ? autoScalingErrors.invalid(validationMessage(violations)) : anotherType;
    }
    const violations = validate(input);
    if (violations.length > 0) throw autoScalingErrors.invalid(validationMessage(violations));
    return handle(context, read.output);
  };
}

/** Deeper, no request has anything. */
const deepest = 8;

/** Members that are null are as good as left out. */
function withoutNulls(value: object, depth = 0): object {
  const entries = Object.entries(value).flatMap(([name, member]: [string, unknown]) => {
    if (member === null) return [];
    return [[name, depth < deepest && isRecord(member) && !Array.isArray(member) ? withoutNulls(member, depth + 1) : member]];
  });
  return Object.fromEntries(entries);
}

const text = v.string();
const optionalText = v.exactOptional(text);
const optionalNumber = v.exactOptional(v.number());
const optionalFlag = v.exactOptional(v.boolean());
const optionalInteger = v.exactOptional(Whole);
/** What a date can hold, in milliseconds since the epoch. */
const furthestMs = 8.64e15;

/** Members by type. */
export const member = {
  text,
  optionalText,
  optionalFlag,
  optionalInteger,
  optionalTexts: v.exactOptional(v.array(text)),
  /** Seconds since the epoch, with fractions; milliseconds here. */
  optionalTime: v.exactOptional(
    v.pipe(
      v.number(),
      v.transform((seconds) => Math.round(seconds * 1000)),
      v.minValue(-furthestMs),
      v.maxValue(furthestMs),
    ),
  ),
  optionalNumber,
};

/** The members that say what is scaled. */
export const scaledMembers = { ServiceNamespace: text, ResourceId: text, ScalableDimension: text };
/** Of what lists: those of a namespace, narrowed down. */
export const filterMembers = { ServiceNamespace: text, ResourceId: optionalText, ScalableDimension: optionalText };
export const pageMembers = { MaxResults: optionalInteger, NextToken: optionalText };
