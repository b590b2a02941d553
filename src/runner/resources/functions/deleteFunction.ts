import { latestVersion } from '../../../lambda/function.ts';
import { lambdaErrors } from '../../../lambda/lambdaError.ts';
import type { Handler } from '../../api/handlers.ts';
import { existing, refuseTemplate } from './functionAccess.ts';
import { namedFunction } from './functionReference.ts';
import type { FunctionStore } from './functionStore.ts';

export function deleteFunction(functions: FunctionStore): Handler<'DeleteFunction'> {
  return async (input) => {
    const { name, qualifier } = namedFunction(functions.identity, 'DeleteFunction', input.FunctionName, input.Qualifier);
    if (qualifier === latestVersion) {
      throw lambdaErrors.invalidParameter('$LATEST version cannot be deleted without deleting the function.');
    }
    await functions.exclusive(name, async () => {
      const fn = existing(functions, name);
      // A version that is not there is as good as deleted, and there is none yet.
      if (qualifier !== undefined) return checkVersion(qualifier);
      refuseTemplate(fn, 'DeleteFunction');
      await functions.delete(name);
    });
    return { StatusCode: 204 };
  };
}

function checkVersion(qualifier: string): void {
  if (!/^\d+$/.test(qualifier)) throw lambdaErrors.invalidParameter('Deletion of aliases is not currently supported.');
}
