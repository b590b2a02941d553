import { Uri } from 'vscode';
import * as v from 'valibot';
import type { FunctionTarget } from '../connections/lambdaConnection.ts';
import { localConnectionId } from '../connections/localConnection.ts';
import type { Workbench } from '../workbench.ts';

/** What a key binding or another extension may pass to the commands about a function. */
const FunctionArguments = v.object({
  /** `local`, or `aws:<profile>:<region>`. */
  connection: v.optional(v.string(), localConnectionId),
  functionName: v.string(),
  qualifier: v.exactOptional(v.string()),
});

/** The function that an argument names: a tree item's, that of a result's editor, or by name. Undefined where the user is to be asked. */
export async function targetOf(workbench: Workbench, argument: unknown): Promise<FunctionTarget | undefined> {
  if (hasTarget(argument)) return argument.target;
  if (argument instanceof Uri) return workbench.results.targetOf(argument);
  const named = v.safeParse(FunctionArguments, argument);
  if (!named.success) return undefined;
  const { connection: id, functionName, qualifier } = named.output;
  const connection = await workbench.connections.find(id);
  return connection === undefined ? undefined : { connection, functionName, ...(qualifier !== undefined && { qualifier }) };
}

/** A member of the argument, where it is of the given shape. */
export function argument<T>(schema: v.GenericSchema<unknown, T>, value: unknown): T | undefined {
  const parsed = v.safeParse(schema, value);
  return parsed.success ? parsed.output : undefined;
}

function hasTarget(value: unknown): value is { readonly target: FunctionTarget } {
  return typeof value === 'object' && value !== null && 'target' in value;
}
