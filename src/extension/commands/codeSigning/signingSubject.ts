import * as v from 'valibot';
import type { FunctionTarget, LambdaConnection } from '../../connections/lambdaConnection.ts';
import { ConnectionNode } from '../../trees/functions/connectionNode.ts';
import type { Workbench } from '../../workbench.ts';
import { argument as argumentOf, targetOf } from '../arguments.ts';
import { askConnectionOnly, askTarget } from '../askTarget.ts';

const ConnectionArgument = v.object({ connection: v.string() });

/** The connection that an argument names, by itself or with a function; else the one that the user chooses. Undefined where they gave up. */
export async function signingConnection(workbench: Workbench, argument: unknown, title: string): Promise<LambdaConnection | undefined> {
  return (await givenConnection(workbench, argument)) ?? askConnectionOnly(workbench, title);
}

/** Undefined where the argument names none. */
export async function givenConnection(workbench: Workbench, argument: unknown): Promise<LambdaConnection | undefined> {
  if (argument instanceof ConnectionNode) return argument.connection;
  const target = await targetOf(workbench, argument);
  if (target !== undefined) return target.connection;
  const named = argumentOf(ConnectionArgument, argument);
  return named === undefined ? undefined : workbench.connections.find(named.connection);
}

/** The function, without a version or alias: code signing is of `$LATEST`. Undefined where the user gave up. */
export async function signingTarget(workbench: Workbench, argument: unknown, title: string): Promise<FunctionTarget | undefined> {
  const target = (await targetOf(workbench, argument)) ?? (await askTarget(workbench, title));
  return target && { connection: target.connection, functionName: target.functionName };
}

/** Tells all that show it that a function's code signing has changed; that one cannot be drawn is no part of the change. */
export async function signingChanged({ functions, codeSigningPages }: Workbench, target?: FunctionTarget): Promise<void> {
  codeSigningPages.changed();
  if (target !== undefined) await functions.reloadFunction(target);
}
