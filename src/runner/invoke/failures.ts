import type { Condition, EventOutcome, Refusal } from '../store/asyncEventDocuments.ts';

export type FailedCondition = Exclude<Condition, 'Success'>;

/** Why an event is given up, and what is told of it. */
export interface Failure extends Pick<EventOutcome, 'statusCode' | 'executedVersion' | 'functionError' | 'errorMessage'> {
  readonly condition: FailedCondition;
}

/** Failures without an answer of the function. */
export const failures = {
  EventAgeExceeded: (refused?: Refusal): Failure => withRefusal('EventAgeExceeded', refused),
  RetriesExhausted: (refused?: Refusal): Failure => withRefusal('RetriesExhausted', refused),
  /** The record of it has no response; the message is the one that Lambda's dead-letter queues get, as it is written there. */
  ZeroReservedConcurrency: (): Failure => ({
    condition: 'ZeroReservedConcurrency',
    errorMessage: 'Function not invoked. Function isconfigured with zero reserved concurrent executions',
  }),
  RecursiveInvocation: (): Failure => ({
    condition: 'RecursiveInvocation',
    statusCode: 400,
    functionError: 'RecursiveInvocationException',
    errorMessage:
      'Lambda has detected your function being invoked in a recursive loop with other Amazon Web Services resources ' +
      "and stopped your function's invocation.",
  }),
};

function withRefusal(condition: FailedCondition, refused: Refusal | undefined): Failure {
  return { condition, ...(refused !== undefined && { statusCode: refused.status, errorMessage: refused.message }) };
}
