import { latestVersion } from '../../../lambda/function.ts';
import { lambdaErrors } from '../../../lambda/lambdaError.ts';
import { pointsTo } from '../aliases/aliasRouting.ts';
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
      if (qualifier !== undefined) return deleteVersion(functions, name, qualifier);
      refuseTemplate(fn, 'DeleteFunction');
      await functions.delete(name);
    });
    return { StatusCode: 204 };
  };
}

async function deleteVersion(functions: FunctionStore, name: string, qualifier: string): Promise<void> {
  if (!/^\d+$/.test(qualifier)) throw lambdaErrors.invalidParameter('Deletion of aliases is not currently supported.');
  // A version that is not there is as good as deleted.
  if (!functions.exists(name, qualifier)) return;
  const aliases = functions.aliases(name).filter(({ alias }) => pointsTo(alias, qualifier));
  if (aliases.length > 0) {
    const names = aliases.map((alias) => alias.name).join(', ');
    throw lambdaErrors.conflict(`Unable to delete version because the following aliases reference it: [${names}]`);
  }
  await functions.deleteVersion(name, Number(qualifier));
}
