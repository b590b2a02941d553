import { functionKey } from '../functionKey.ts';
import type { LambdaFunction } from '../functions/storedFunction.ts';
import type { RegionResources } from '../regionResources.ts';

/**
 * The ARN of the configuration by which deployments to a function are checked; undefined: none is. A function of a template is not
 * deployed here, and one of the API that it hides keeps its own.
 */
export function attachedConfig({ tables }: Pick<RegionResources, 'tables'>, { version }: LambdaFunction): string | undefined {
  if (version.origin.type !== 'api') return undefined;
  return tables.functionCodeSigning.get(functionKey(version.settings.FunctionName))?.codeSigningConfigArn;
}
