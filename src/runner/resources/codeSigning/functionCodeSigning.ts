import type { Handler } from '../../api/handlers.ts';
import { commit } from '../../store/documentTable.ts';
import { functionKey } from '../functionKey.ts';
import { existing, refuseTemplate, wholeFunction } from '../functions/functionAccess.ts';
import type { LambdaFunction } from '../functions/storedFunction.ts';
import type { RegionResources } from '../regionResources.ts';
import { attachingAtCreation, whileConfigStays } from './attachingAtCreation.ts';
import { findConfig } from './codeSigningConfigs.ts';
import { codeSigningErrors } from './codeSigningErrors.ts';

/**
 * Not for a function of a template: it runs from its folder, so that no deployment would be checked, and what said Enforce would
 * enforce nothing. Its template says what it is attached to.
 */
export function putFunctionCodeSigningConfig(region: RegionResources): Handler<'PutFunctionCodeSigningConfig'> {
  const { functions, store } = region;
  return async (input) => {
    const arn = input.CodeSigningConfigArn;
    // Before the function: of two that are not there, AWS tells of this one.
    if (findConfig(region, arn) === undefined) throw codeSigningErrors.notThere(arn);
    const name = wholeName(region, 'PutFunctionCodeSigningConfig', input.FunctionName);
    await functions.exclusive(name, () =>
      whileConfigStays(region, arn, async () => {
        const fn = existing(functions, name);
        refuseTemplate(fn, 'PutFunctionCodeSigningConfig');
        refuseImage(fn);
        await commit(store, attachingAtCreation(region, name, arn));
      }),
    );
    return { CodeSigningConfigArn: arn, FunctionName: name };
  };
}

/** An empty object for a function that has none. */
export function getFunctionCodeSigningConfig(region: RegionResources): Handler<'GetFunctionCodeSigningConfig'> {
  return async (input) => {
    const fn = wholeFunction(region.functions, 'GetFunctionCodeSigningConfig', input.FunctionName);
    refuseImage(fn);
    const name = fn.configuration.settings.FunctionName;
    const attached = region.tables.functionCodeSigning.get(functionKey(name));
    return {
      CodeSigningConfigArn: attached?.codeSigningConfigArn,
      FunctionName: attached === undefined ? undefined : name,
    };
  };
}

/** Also where there is none. */
export function deleteFunctionCodeSigningConfig(region: RegionResources): Handler<'DeleteFunctionCodeSigningConfig'> {
  const { functions, store, tables } = region;
  return async (input) => {
    const name = wholeName(region, 'DeleteFunctionCodeSigningConfig', input.FunctionName);
    await functions.exclusive(name, async () => {
      refuseImage(existing(functions, name));
      const key = functionKey(name);
      if (tables.functionCodeSigning.has(key)) await commit(store, [tables.functionCodeSigning.deleting(key)]);
    });
    return {};
  };
}

function wholeName({ functions }: RegionResources, action: string, nameOrArn: string): string {
  return wholeFunction(functions, action, nameOrArn).configuration.settings.FunctionName;
}

function refuseImage({ configuration }: LambdaFunction): void {
  if (configuration.code.imageUri !== undefined) throw codeSigningErrors.image();
}
