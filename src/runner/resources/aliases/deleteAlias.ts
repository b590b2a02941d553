import type { Handler } from '../../api/handlers.ts';
import { commit } from '../../store/documentTable.ts';
import { existing } from '../functions/functionAccess.ts';
import { unqualifiedName } from '../functions/functionReference.ts';
import type { RegionResources } from '../regionResources.ts';
import { deletingOfQualifier } from '../regionTables.ts';

/** With all that belongs to the alias. One that is not there is as good as deleted. */
export function deleteAlias({ identity, store, functions, tables }: RegionResources): Handler<'DeleteAlias'> {
  return async (input) => {
    const name = unqualifiedName(identity, 'DeleteAlias', input.FunctionName, 'none');
    await functions.exclusive(name, async () => {
      existing(functions, name);
      await commit(store, deletingOfQualifier(tables, name, input.Name));
      functions.tellChange();
    });
    return {};
  };
}
