import { lambdaErrors, type LambdaError } from '../../../lambda/lambdaError.ts';
import { limits } from '../../../lambda/limits.ts';

/** What must stay unreserved: 100, or all of it in an account that has less. */
export function minimumUnreserved(accountConcurrency: number): number {
  return Math.min(limits.minimumUnreservedConcurrency, accountConcurrency);
}

/** Whether `wanted` can be reserved where `others` is the sum of what the other functions reserve. */
export function canReserve(wanted: number, others: number, accountConcurrency: number): boolean {
  // Reserving nothing takes nothing away, also where the account's limit was lowered below what is reserved.
  return wanted === 0 || accountConcurrency - others - wanted >= minimumUnreserved(accountConcurrency);
}

export function tooMuchReserved(accountConcurrency: number): LambdaError {
  return lambdaErrors.invalidParameter(
    "Specified ReservedConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below " +
      `its minimum value of [${minimumUnreserved(accountConcurrency)}].`,
  );
}
