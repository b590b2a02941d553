import { CodedError } from '../../common/codedError.ts';
import { LambdaError } from '../../lambda/lambdaError.ts';
import type { FunctionVersion } from '../resources/functionVersion.ts';
import type { Housing, Isolation } from '../sandbox/housing.ts';

/**
 * Where the version's processes will live; an error that Lambda itself answers as a failed function, as its value.
 * Throws CodedError where they cannot live or run here at all.
 */
export async function openHousing(isolation: Isolation, version: FunctionVersion, environmentId: string): Promise<Housing | CodedError> {
  try {
    return await isolation.open(version, { environmentId });
  } catch (error) {
    if (error instanceof CodedError && error.code === 'BOOTSTRAP_MISSING') return error;
    throw error;
  }
}

/** What is wrong with this machine or its settings, as an invocation's answer: the user's to mend, so SDKs do not try again. */
export function unusable(error: unknown): unknown {
  if (!(error instanceof CodedError)) return error;
  return new LambdaError('InvalidRuntimeException', 502, error.message, { body: { Code: error.code } });
}
