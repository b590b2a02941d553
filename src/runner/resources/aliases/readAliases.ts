import { functionArn } from '../../../lambda/arn.ts';
import { lambdaErrors } from '../../../lambda/lambdaError.ts';
import type { Handler } from '../../api/handlers.ts';
import { unqualifiedName } from '../functions/functionReference.ts';
import { wholeFunction } from '../functions/functionAccess.ts';
import { markerAfter, nameIn } from '../pageMarker.ts';
import type { RegionResources } from '../regionResources.ts';
import { aliasAnswer } from './aliasAnswer.ts';
import { pointsTo } from './aliasRouting.ts';

/** How many a page has where the request does not say. */
const defaultPage = 50;

export function getAlias({ identity, functions }: RegionResources): Handler<'GetAlias'> {
  return async (input) => {
    const name = unqualifiedName(identity, 'GetAlias', input.FunctionName, 'none');
    const alias = functions.alias(name, input.Name);
    if (alias === undefined) throw lambdaErrors.notFound(`Cannot find alias arn: ${functionArn(identity, name, input.Name)}`);
    return aliasAnswer(identity, name, input.Name, alias);
  };
}

/** In the order of names; `FunctionVersion` leaves those whose invocations may run it. */
export function listAliases({ identity, functions }: RegionResources): Handler<'ListAliases'> {
  return async (input) => {
    const functionName = wholeFunction(functions, 'ListAliases', input.FunctionName).configuration.settings.FunctionName;
    const { FunctionVersion: version, MaxItems: count = defaultPage } = input;
    const after = nameIn(input.Marker);
    const found = functions
      .aliases(functionName)
      .filter(({ name, alias }) => name > after && (version === undefined || pointsTo(alias, version)));
    const page = found.slice(0, count);
    const last = page.at(-1);
    return {
      Aliases: page.map(({ name, alias }) => aliasAnswer(identity, functionName, name, alias)),
      ...(found.length > count && last !== undefined && { NextMarker: markerAfter(last.name) }),
    };
  };
}
