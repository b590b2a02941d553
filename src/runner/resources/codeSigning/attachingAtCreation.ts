import type { Change } from '../../store/documentTable.ts';
import { functionKey } from '../functionKey.ts';
import type { RegionResources } from '../regionResources.ts';
import { findConfig, withConfig } from './codeSigningConfigs.ts';
import { codeSigningErrors } from './codeSigningErrors.ts';

/** Attaches a configuration to the function that is made in the same write. Throws LambdaError where there is no such configuration. */
export function attachingAtCreation(
  region: Pick<RegionResources, 'identity' | 'tables'>,
  name: string,
  arn: string,
): readonly Change[] {
  if (findConfig(region, arn) === undefined) throw codeSigningErrors.notThere(arn);
  return [region.tables.functionCodeSigning.putting(functionKey(name), { codeSigningConfigArn: arn })];
}

/** Runs what attaches a configuration: it is not deleted meanwhile. Without an ARN there is nothing to keep. */
export function whileConfigStays<R>(
  region: Pick<RegionResources, 'identity' | 'queue'>,
  arn: string | undefined,
  task: () => Promise<R>,
): Promise<R> {
  return arn === undefined ? task() : withConfig(region, arn, task);
}
