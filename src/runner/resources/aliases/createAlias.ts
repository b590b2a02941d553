import { functionArn } from '../../../lambda/arn.ts';
import { lambdaErrors } from '../../../lambda/lambdaError.ts';
import type { Handler } from '../../api/handlers.ts';
import { commit } from '../../store/documentTable.ts';
import { functionKey } from '../functionKey.ts';
import { unqualifiedName } from '../functions/functionReference.ts';
import type { RegionResources } from '../regionResources.ts';
import { aliasAnswer } from './aliasAnswer.ts';
import { additionalIn, checkRouting } from './aliasRouting.ts';
import type { AliasDocument } from './storedAlias.ts';

export function createAlias({ identity, store, functions, tables, uuid }: RegionResources): Handler<'CreateAlias'> {
  return async (input) => {
    const name = unqualifiedName(identity, 'CreateAlias', input.FunctionName, 'none');
    const additional = additionalIn(input.RoutingConfig);
    const alias: AliasDocument = {
      functionVersion: input.FunctionVersion,
      description: input.Description ?? '',
      ...(additional !== undefined && { additional }),
      revisionId: uuid(),
    };
    return functions.exclusive(name, async () => {
      checkRouting(functions, name, alias);
      if (functions.alias(name, input.Name) !== undefined) {
        throw lambdaErrors.conflict(`Alias already exists: ${functionArn(identity, name, input.Name)}`);
      }
      await commit(store, [tables.aliases.putting(functionKey(name, input.Name), alias)]);
      functions.tellChange();
      return aliasAnswer(identity, name, input.Name, alias);
    });
  };
}
