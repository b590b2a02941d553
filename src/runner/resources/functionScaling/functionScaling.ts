import { LambdaError } from '../../../lambda/lambdaError.ts';
import type { Handler } from '../../api/handlers.ts';
import type { Operations } from '../../api/operations.ts';
import { commit } from '../../store/documentTable.ts';
import { functionKey } from '../functionKey.ts';
import { configurationAnswer } from '../functions/configurationAnswer.ts';
import { readFunction } from '../functions/functionAccess.ts';
import { namedFunction } from '../functions/functionReference.ts';
import type { LambdaFunction } from '../functions/storedFunction.ts';
import type { RegionResources } from '../regionResources.ts';
import type { FunctionScalingDocument } from './storedFunctionScaling.ts';

/** Kept and answered: the Local region has no managed instances to scale. Without a configuration, what was put is taken away. */
export function putFunctionScaling(region: RegionResources): Handler<'PutFunctionScalingConfig'> {
  const { store, functions, tables } = region;
  return async (input) => {
    const { name } = namedFunction(functions.identity, 'PutFunctionScalingConfig', input.FunctionName, input.Qualifier);
    return functions.exclusive(name, async () => {
      const { fn, key } = await managedFunction(region, 'PutFunctionScalingConfig', input);
      const document = documentOf(input.FunctionScalingConfig);
      await commit(store, [document === undefined ? tables.functionScaling.deleting(key) : tables.functionScaling.putting(key, document)]);
      const { State } = configurationAnswer(functions, fn);
      return State === undefined ? {} : { FunctionState: State };
    });
  };
}

/** What is requested is applied at once. */
export function getFunctionScaling(region: RegionResources): Handler<'GetFunctionScalingConfig'> {
  return async (input) => {
    const { arn, key } = await managedFunction(region, 'GetFunctionScalingConfig', input);
    const document = region.tables.functionScaling.get(key);
    return {
      FunctionArn: arn,
      ...(document !== undefined && { AppliedFunctionScalingConfig: document, RequestedFunctionScalingConfig: document }),
    };
  };
}

type Named = Pick<Operations['GetFunctionScalingConfig']['input'], 'FunctionName' | 'Qualifier'>;

/** A version that runs on managed instances. Rejects with LambdaError for others. */
async function managedFunction({ functions }: RegionResources, action: string, { FunctionName, Qualifier }: Named) {
  const { fn, arn } = await readFunction(functions, action, FunctionName, Qualifier);
  if (!hasCapacityProvider(fn)) {
    throw new LambdaError('AccessDeniedException', 403, 'The function provided by the arn does not contain a capacity provider configuration');
  }
  const name = fn.configuration.settings.FunctionName;
  return { fn, arn, name, key: functionKey(name, Qualifier) };
}

function hasCapacityProvider({ configuration: { further } }: LambdaFunction): boolean {
  return further.CapacityProviderConfig !== undefined;
}

function documentOf(config: Operations['PutFunctionScalingConfig']['input']['FunctionScalingConfig']): FunctionScalingDocument | undefined {
  if (config === undefined) return undefined;
  const { MinExecutionEnvironments, MaxExecutionEnvironments } = config;
  return {
    ...(MinExecutionEnvironments !== undefined && { MinExecutionEnvironments }),
    ...(MaxExecutionEnvironments !== undefined && { MaxExecutionEnvironments }),
  };
}
