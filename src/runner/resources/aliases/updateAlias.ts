import { functionArn } from '../../../lambda/arn.ts';
import { lambdaErrors } from '../../../lambda/lambdaError.ts';
import type { Handler } from '../../api/handlers.ts';
import type { Operations } from '../../api/operations.ts';
import { commit } from '../../store/documentTable.ts';
import { functionKey } from '../functionKey.ts';
import { unqualifiedName } from '../functions/functionReference.ts';
import { checkProvisionedVersions, versionsOfAlias } from '../provisionedConcurrency/provisionedVersions.ts';
import type { RegionResources } from '../regionResources.ts';
import { aliasAnswer } from './aliasAnswer.ts';
import { additionalIn, checkRouting } from './aliasRouting.ts';
import type { AliasDocument } from './storedAlias.ts';

type Input = Operations['UpdateAlias']['input'];

/** Every update, also one that changes nothing, gives the alias another RevisionId. */
export function updateAlias(region: RegionResources): Handler<'UpdateAlias'> {
  const { identity, store, functions, tables, uuid } = region;
  return async (input) => {
    const name = unqualifiedName(identity, 'UpdateAlias', input.FunctionName, 'none');
    return functions.exclusive(name, async () => {
      const current = functions.alias(name, input.Name);
      if (current === undefined) throw lambdaErrors.notFound(`Alias not found: ${functionArn(identity, name, input.Name)}`);
      checkRevision(current, input.RevisionId);
      const next = { ...changedAlias(current, input), revisionId: uuid() };
      checkRouting(functions, name, next);
      const key = functionKey(name, input.Name);
      if (tables.provisionedConcurrency.has(key)) checkProvisionedVersions(region, { name, qualifier: input.Name }, versionsOfAlias(next));
      await commit(store, [tables.aliases.putting(key, next)]);
      functions.tellChange();
      return aliasAnswer(identity, name, input.Name, next);
    });
  };
}

/** What the request does not name stays; a routing without versions takes the second one away. */
function changedAlias({ additional: before, ...current }: AliasDocument, input: Input): AliasDocument {
  const additional = input.RoutingConfig === undefined ? before : additionalIn(input.RoutingConfig);
  return {
    ...current,
    functionVersion: input.FunctionVersion ?? current.functionVersion,
    description: input.Description ?? current.description,
    ...(additional !== undefined && { additional }),
  };
}

function checkRevision({ revisionId }: AliasDocument, asked: string | undefined): void {
  if (asked === undefined || asked === revisionId) return;
  throw lambdaErrors.preconditionFailed(
    'The Revision Id provided does not match the latest Revision Id. Call the GetFunction/GetAlias API to retrieve the latest Revision Id',
  );
}
