import { isUtf8 } from 'node:buffer';
import { randomUUID } from 'node:crypto';

import type { InvocationRequest, InvocationResponse } from '@aws-sdk/client-lambda';
import type { Clock } from '../../common/clock.ts';
import { LambdaError, lambdaErrors } from '../../lambda/lambdaError.ts';
import { jacksonLocation, jsonProblem } from '../../lambda/payload.ts';
import { payloadProblem } from '../../lambda/payloadBytes.ts';
import { traceIdOf } from '../../lambda/traceId.ts';
import type { Handler, RequestContext } from '../api/handlers.ts';
import type { Invocation } from '../environment/invocation.ts';
import type { RegionPools } from '../pool/regionPools.ts';
import type { FunctionResolver, InvocationTarget } from '../resources/functionVersion.ts';
import type { AsyncInvoker } from './asyncInvoker.ts';
import { tenantOf } from './tenant.ts';

export interface InvokeDependencies {
  readonly functions: FunctionResolver;
  readonly pools: Pick<RegionPools, 'invoke'>;
  readonly asynchronous: Pick<AsyncInvoker, 'accept'>;
  readonly clock: Clock;
}

type InvocationType = 'RequestResponse' | 'Event' | 'DryRun';
/** What both of Invoke's operations take. */
type InvocationInput = Pick<InvocationRequest, 'Payload' | 'LogType' | 'ClientContext' | 'TenantId'>;
type Serve = (target: InvocationTarget, invocation: Invocation) => Promise<InvocationResponse>;

/** The Invoke operation. */
export function invokeHandler({ functions, pools, asynchronous, clock }: InvokeDependencies): Handler<'Invoke'> {
  const types: Readonly<Record<InvocationType, Serve>> = {
    RequestResponse: async ({ version }, invocation) => {
      const result = await pools.invoke(version, invocation);
      return {
        StatusCode: 200,
        ExecutedVersion: result.executedVersion,
        Payload: result.payload,
        ...(result.functionError !== undefined && { FunctionError: result.functionError }),
        ...(result.logTail !== undefined && { LogResult: result.logTail.toString('base64') }),
      };
    },
    Event: async (target, invocation) => {
      await asynchronous.accept(target, invocation);
      return { StatusCode: 202 };
    },
    DryRun: () => Promise.resolve({ StatusCode: 204 }),
  };
  return async (input, context) => {
    const target = await functions.resolve(input.FunctionName ?? '', input.Qualifier);
    const type = input.InvocationType ?? 'RequestResponse';
    return types[type](target, invocationOf(input, target, type, context, clock.now()));
  };
}

/**
 * What an invocation carries, of those who call Invoke and InvokeWithResponseStream. `now`: milliseconds since the epoch. Throws LambdaError
 * for what is no JSON.
 */
export function invocationOf(
  input: InvocationInput,
  target: InvocationTarget,
  type: InvocationType,
  context: RequestContext,
  now: number,
): Invocation {
  const { version, invokedArn: invokedFunctionArn } = target;
  const cognito = context.headers['x-amz-cognito-identity'];
  return {
    requestId: context.requestId,
    payload: checkedPayload(input.Payload),
    invokedFunctionArn,
    traceId: traceIdOf(context.headers['x-amzn-trace-id'], { active: version.execution.activeTracing, now, hex: randomDigits }),
    tail: input.LogType === 'Tail' && type === 'RequestResponse',
    ...(input.ClientContext !== undefined && { clientContext: decodedContext(input.ClientContext) }),
    ...tenantOf(version, input.TenantId),
    ...(typeof cognito === 'string' && jsonProblem(cognito) === undefined && { cognitoIdentity: headerJson(cognito) }),
  };
}

/** Of a UUID, which has 32: Node has those ready, and asks the system for other random bytes each time. */
function randomDigits(count: number): string {
  return randomUUID().replaceAll('-', '').slice(-count);
}

const emptyPayload = Buffer.from('{}');

function checkedPayload(bytes: Uint8Array | undefined): Buffer {
  if (bytes === undefined || bytes.length === 0) return emptyPayload;
  const payload = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const problem = payloadProblem(payload, isUtf8(payload) ? payload.toString() : undefined);
  if (problem === undefined) return payload;
  throw lambdaErrors.invalidRequestContent(
    `Could not parse request body into json: Could not parse payload into json: ${problem.message}\n${jacksonLocation(problem.text, problem.offset)}`,
  );
}

/** Comes as base64, and goes to the runtime as the JSON inside: in a header, which holds no other characters than these. */
function decodedContext(encoded: string): string {
  const decoded = Buffer.from(encoded, 'base64').toString();
  // Outside of texts such characters are blanks. As text, for what is nested deeper than can be written again.
  if (jsonProblem(decoded) === undefined) return headerJson(decoded);
  throw new LambdaError('InvalidRequestContentException', 400, 'Client context must be a valid Base64-encoded JSON object.');
}

/** JSON in the characters that a header holds. */
function headerJson(text: string): string {
  return text.replace(/[\t\n\r]/g, ' ').replace(/[^\x20-\x7e]/g, escaped);
}

function escaped(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
