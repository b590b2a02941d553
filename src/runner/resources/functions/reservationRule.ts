import { LambdaError, lambdaErrors } from '../../../lambda/lambdaError.ts';
import { limits } from '../../../lambda/limits.ts';

/** What is provisioned, as reservations must leave room for it. */
export interface Provisioned {
  /** Of a function, its versions and aliases together. */
  total(name: string): number;
  /** Of the functions that reserve nothing, but for one. */
  unreserved(except: string): number;
  /** Runs one change of reservations and of what is provisioned after the other: what one takes, the others cannot. */
  exclusive<R>(task: () => Promise<R>): Promise<R>;
}

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
  return ofAccount(
    "Specified ReservedConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below " +
      `its minimum value of [${minimumUnreserved(accountConcurrency)}].`,
  );
}

/** A reservation holds what is provisioned of the function. The blanks are the service's. */
export function lowerThanProvisioned(reserved: number, provisioned: number): LambdaError {
  return ofAccount(
    ` ReservedConcurrentExecutions  ${reserved} should not be lower than function's total provisioned concurrency [${provisioned}].`,
  );
}

export interface Room {
  /** Of the function; undefined where it reserves nothing. */
  readonly reserved: number | undefined;
  /** What else is provisioned of the function. */
  readonly others: number;
  readonly accountConcurrency: number;
  /** What functions without a reservation share, without what is provisioned of them. */
  readonly unreserved: number;
}

/** Throws LambdaError where `requested` cannot be provisioned: from the function's reservation, or from what is unreserved. */
export function checkProvisioning(requested: number, { reserved, others, accountConcurrency, unreserved }: Room): void {
  if (reserved !== undefined) {
    if (others + requested <= reserved) return;
    throw lambdaErrors.invalidParameter(
      'Requested Provisioned Concurrency should not be greater than the reservedConcurrentExecution for function',
    );
  }
  if (requested > unreserved) {
    throw ofAccount(`Specified ConcurrentExecutions for function is greater than account's unreserved concurrency [${unreserved}].`);
  }
  const minimum = minimumUnreserved(accountConcurrency);
  if (unreserved - requested >= minimum) return;
  throw ofAccount(
    `Specified ConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its minimum value of [${minimum}].`,
  );
}

/** What the account's limits refuse does not say whose fault it is, unlike other answers of its type; source: answers of the service. */
function ofAccount(message: string): LambdaError {
  return new LambdaError('InvalidParameterValueException', 400, message, { body: { Type: undefined } });
}
