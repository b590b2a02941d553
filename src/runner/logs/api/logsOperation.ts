import * as v from 'valibot';
import type { Clock } from '../../../common/clock.ts';
import type { Identity } from '../../../lambda/arn.ts';
import { isRecord } from '../../../lambda/model/record.ts';
import { compileValidator, validationMessage } from '../../../lambda/model/validator.ts';
import type { LogStore } from '../store/logStore.ts';
import { logsErrors } from './logsError.ts';
import { logsModel } from './logsModel.ts';

export interface LogsContext {
  readonly store: LogStore;
  readonly clock: Clock;
  readonly identity: Identity;
}

/** Answers a request's body, parsed; undefined is no content. Throws LambdaError. */
export type LogsOperation = (context: LogsContext, body: unknown) => Promise<object | undefined>;

const missing: ReadonlySet<string> = new Set(['undefined', 'null']);

/**
 * An operation whose input has the members of `entries`, of those types, within the constraints of `structure`. A member that is
 * required may still be missing from the type, as it is the constraints' to say so.
 */
export function logsOperation<Entries extends v.ObjectEntries>(
  structure: string,
  entries: Entries,
  handle: (context: LogsContext, input: v.InferOutput<v.ObjectSchema<Entries, undefined>>) => Promise<object | undefined>,
  check?: (input: v.InferOutput<v.ObjectSchema<Entries, undefined>>) => void,
): LogsOperation {
  const validate = compileValidator(logsModel, structure);
  const schema = v.object(entries);
  return async (context, body) => {
    if (!isRecord(body) || Array.isArray(body)) throw logsErrors.serialization('The request is no JSON object.');
    const read = v.safeParse(schema, body);
    if (!read.success) {
      const [issue] = read.issues;
      if (!missing.has(issue.received)) throw logsErrors.serialization(`${v.getDotPath(issue) ?? ''} has a value of another type.`);
    }
    if (read.success) check?.(read.output);
    const violations = validate(body);
    if (violations.length > 0 || !read.success) throw logsErrors.invalid(validationMessage(violations));
    return handle(context, read.output);
  };
}

/** Members by type; those that may be left out may be null too. */
export const member = {
  text: v.string(),
  number: v.number(),
  optionalText: v.nullish(v.string()),
  optionalNumber: v.nullish(v.number()),
  optionalFlag: v.nullish(v.boolean()),
  optionalTexts: v.nullish(v.array(v.string())),
};
