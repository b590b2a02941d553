import { jsonProblem } from '../../../lambda/payload.ts';
import type { EventOutcome } from '../../store/asyncEventDocuments.ts';

export interface RecordParts {
  readonly requestId: string;
  /** With the qualifier, `$LATEST` where the caller gave none. */
  readonly functionArn: string;
  readonly outcome: EventOutcome;
  /** JSON text. */
  readonly payload: string;
  /** The function's last response; absent where it gave none. */
  readonly response?: string | undefined;
}

/**
 * The record of an asynchronous invocation that destinations get, as JSON text. Payloads stand in it as they are: a number that
 * JavaScript cannot hold stays what it is.
 */
export function invocationRecord({ requestId, functionArn, outcome, payload, response }: RecordParts): string {
  const { condition, attempts, statusCode, executedVersion, functionError } = outcome;
  const members: (readonly [string, string])[] = [
    ['version', '"1.0"'],
    ['timestamp', JSON.stringify(new Date(outcome.at).toISOString())],
    ['requestContext', JSON.stringify({ requestId, functionArn, condition, approximateInvokeCount: attempts })],
    ['requestPayload', payload],
  ];
  // An event that nothing answered has neither.
  if (statusCode !== undefined) members.push(['responseContext', JSON.stringify({ statusCode, executedVersion, functionError })]);
  if (response !== undefined) members.push(responseMember(response));
  return `{${members.map(([name, text]) => `"${name}":${text}`).join(',')}}`;
}

/** A runtime of one's own may answer what is no JSON. */
function responseMember(response: string): readonly [string, string] {
  return ['responsePayload', jsonProblem(response) === undefined ? response : JSON.stringify(response)];
}
