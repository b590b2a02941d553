import { lambdaErrors } from '../../lambda/lambdaError.ts';
import type { FunctionVersion } from '../resources/functionVersion.ts';

/** The tenant of an invocation. Throws LambdaError where a function that keeps tenants apart is given none, or another one is. */
export function tenantOf({ execution }: FunctionVersion, tenantId: string | undefined): { tenantId?: string } {
  if (execution.perTenant && tenantId === undefined) {
    throw lambdaErrors.invalidParameter(
      'The invoked function is enabled with tenancy configuration. Add a valid tenant ID in your request and try again.',
    );
  }
  if (!execution.perTenant && tenantId !== undefined) {
    throw lambdaErrors.invalidParameter(
      'The invoked function is not enabled with tenancy configuration. Remove the tenant ID from your request and try again.',
    );
  }
  return tenantId === undefined ? {} : { tenantId };
}
