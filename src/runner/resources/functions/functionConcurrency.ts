import { functionArn } from '../../../lambda/arn.ts';
import { latestVersion } from '../../../lambda/function.ts';
import { lambdaErrors } from '../../../lambda/lambdaError.ts';
import type { Handler } from '../../api/handlers.ts';
import { existing, wholeFunction } from './functionAccess.ts';
import { unqualifiedName } from './functionReference.ts';
import type { FunctionStore } from './functionStore.ts';
import { canReserve, lowerThanProvisioned, type Provisioned, tooMuchReserved } from './reservationRule.ts';

export function putFunctionConcurrency(functions: FunctionStore, provisioned: Provisioned): Handler<'PutFunctionConcurrency'> {
  return async ({ FunctionName, ReservedConcurrentExecutions: reserved }) => {
    const name = unqualifiedName(functions.identity, 'PutFunctionConcurrency', FunctionName, 'none');
    await provisioned.exclusive(() =>
      functions.exclusive(name, async () => {
        // Named by `$LATEST`, unlike where it is read.
        if (!functions.exists(name)) throw lambdaErrors.functionNotFound(functionArn(functions.identity, name, latestVersion));
        checkReservation(functions, provisioned, name, reserved);
        await functions.reserve(name, reserved);
      }),
    );
    return { ReservedConcurrentExecutions: reserved };
  };
}

export function getFunctionConcurrency(functions: FunctionStore): Handler<'GetFunctionConcurrency'> {
  return async (input) => {
    const { version } = wholeFunction(functions, 'GetFunctionConcurrency', input.FunctionName);
    return version.reservedConcurrency === undefined ? {} : { ReservedConcurrentExecutions: version.reservedConcurrency };
  };
}

export function deleteFunctionConcurrency(functions: FunctionStore): Handler<'DeleteFunctionConcurrency'> {
  return async (input) => {
    const { configuration } = wholeFunction(functions, 'DeleteFunctionConcurrency', input.FunctionName);
    const name = configuration.settings.FunctionName;
    await functions.exclusive(name, async () => {
      existing(functions, name);
      await functions.reserve(name, undefined);
    });
    return {};
  };
}

/** What functions provision without a reservation is not there to be reserved either. */
function checkReservation(functions: FunctionStore, provisioned: Provisioned, name: string, reserved: number): void {
  const { accountConcurrency, reservedTotal } = functions;
  const own = functions.get(name)?.version.reservedConcurrency ?? 0;
  const others = reservedTotal - own + provisioned.unreserved(name);
  if (!canReserve(reserved, others, accountConcurrency)) throw tooMuchReserved(accountConcurrency);
  const total = provisioned.total(name);
  if (reserved < total) throw lowerThanProvisioned(reserved, total);
}
