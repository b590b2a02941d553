import type { GetRuntimeManagementConfigResponse } from '@aws-sdk/client-lambda';

import { functionArn } from '../../../lambda/arn.ts';
import { latestVersion } from '../../../lambda/function.ts';
import { lambdaErrors } from '../../../lambda/lambdaError.ts';
import type { Handler } from '../../api/handlers.ts';
import type { Operations } from '../../api/operations.ts';
import { commit } from '../../store/documentTable.ts';
import { functionKey } from '../functionKey.ts';
import { namedFunction } from '../functions/functionReference.ts';
import type { RegionResources } from '../regionResources.ts';
import type { RuntimeManagementDocument } from './storedRuntimeManagement.ts';

/** Kept and answered: the Local region runs a function with the runtime that it finds, whatever is put here. */
export function putRuntimeManagement(region: RegionResources): Handler<'PutRuntimeManagementConfig'> {
  const { store, functions, tables } = region;
  return async (input) => {
    const { name, qualifier, key, arn } = targetOf(region, 'PutRuntimeManagementConfig', input);
    return functions.exclusive(name, async () => {
      checkVersion(region, name, qualifier, arn);
      const document = documentOf(input);
      await commit(store, [tables.runtimeManagement.putting(key, document)]);
      return { ...answerOf(arn, document), UpdateRuntimeOn: document.updateRuntimeOn, FunctionArn: arn };
    });
  };
}

export function getRuntimeManagement(region: RegionResources): Handler<'GetRuntimeManagementConfig'> {
  return async (input) => {
    const { name, qualifier, key, arn } = targetOf(region, 'GetRuntimeManagementConfig', input);
    checkVersion(region, name, qualifier, arn);
    return answerOf(arn, region.tables.runtimeManagement.get(key) ?? { updateRuntimeOn: 'Auto' });
  };
}

function answerOf(arn: string, { updateRuntimeOn, runtimeVersionArn }: RuntimeManagementDocument): GetRuntimeManagementConfigResponse {
  return {
    UpdateRuntimeOn: updateRuntimeOn,
    FunctionArn: arn,
    ...(runtimeVersionArn !== undefined && { RuntimeVersionArn: runtimeVersionArn }),
  };
}

type Named = Pick<Operations['GetRuntimeManagementConfig']['input'], 'FunctionName' | 'Qualifier'>;

/** The ARN has a qualifier only where the caller gave one. */
function targetOf({ identity }: RegionResources, action: string, { FunctionName, Qualifier }: Named) {
  const { name, qualifier } = namedFunction(identity, action, FunctionName, Qualifier);
  return { name, qualifier, key: functionKey(name, qualifier ?? latestVersion), arn: functionArn(identity, name, qualifier) };
}

function checkVersion({ functions }: RegionResources, name: string, qualifier: string | undefined, arn: string): void {
  if (qualifier !== undefined && functions.alias(name, qualifier) !== undefined) {
    throw lambdaErrors.invalidParameter(`The provided function name ${arn} is invalid. Aliases are not allowed.`);
  }
  if (!functions.exists(name, qualifier)) throw lambdaErrors.functionNotFound(arn);
}

function documentOf(input: Operations['PutRuntimeManagementConfig']['input']): RuntimeManagementDocument {
  const { UpdateRuntimeOn: updateRuntimeOn, RuntimeVersionArn: runtimeVersionArn } = input;
  if (updateRuntimeOn === 'Manual') {
    if (runtimeVersionArn !== undefined) return { updateRuntimeOn, runtimeVersionArn };
    throw lambdaErrors.invalidParameter('RuntimeVersionArn must be specified when UpdateRuntimeOn is Manual.');
  }
  if (runtimeVersionArn === undefined) return { updateRuntimeOn };
  throw lambdaErrors.invalidParameter('RuntimeVersionArn can only be specified when UpdateRuntimeOn is Manual.');
}
