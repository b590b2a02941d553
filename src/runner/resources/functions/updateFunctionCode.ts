import type { FunctionConfiguration } from '@aws-sdk/client-lambda';

import type { Handler } from '../../api/handlers.ts';
import type { Operations } from '../../api/operations.ts';
import { providerOf } from '../capacityProviders/capacityProviderUses.ts';
import { whileProviderStays } from '../capacityProviders/functionCapacityProvider.ts';
import { checkUnzippedSize } from '../layers/functionLayers.ts';
import { notServed } from '../notServed.ts';
import type { RegionResources } from '../regionResources.ts';
import { publish } from '../versions/publish.ts';
import { checkCode, takeCode } from './codeSource.ts';
import { configurationAnswer, transitionAnswer } from './configurationAnswer.ts';
import { checkRevision, existing, refuseInTransition, refuseTemplate, wholeFunction } from './functionAccess.ts';
import { checkNewSource, packageTypeOf } from './packageTypeRules.ts';
import type { LambdaFunction, StoredConfiguration } from './storedFunction.ts';

type Input = Operations['UpdateFunctionCode']['input'];

export function updateFunctionCode(region: RegionResources): Handler<'UpdateFunctionCode'> {
  const { functions } = region;
  return async (input) => {
    const name = wholeFunction(functions, 'UpdateFunctionCode', input.FunctionName, 'latest').configuration.settings.FunctionName;
    return functions.exclusive(name, async () => {
      const fn = existing(functions, name);
      refuseTemplate(fn, 'UpdateFunctionCode');
      refuseInTransition(functions, fn);
      checkRevision(fn, input.RevisionId);
      checkNewSource(packageTypeOf(fn.configuration), input);
      if (input.PublishTo !== undefined) throw notServed('publishing to $LATEST.PUBLISHED');
      if (input.DryRun === true) return dryRun(region, fn, input);
      const provider = input.Publish === true ? providerOf(fn.configuration.further) : undefined;
      return whileProviderStays(region, provider, () => update(region, fn, input));
    });
  };
}

async function update(region: RegionResources, fn: LambdaFunction, input: Input): Promise<FunctionConfiguration> {
  const { functions } = region;
  const { settings, code } = fn.configuration;
  const taken = await takeCode(region, input, code.size);
  try {
    // A template may define it since.
    refuseTemplate(existing(functions, settings.FunctionName), 'UpdateFunctionCode');
    const changed = withCode(fn.configuration, input, taken.code);
    const latest = { ...changed, revisionId: functions.uuid(), lastModified: functions.clock.now() };
    const document = functions.document(settings.FunctionName);
    if (input.Publish === true && document !== undefined) {
      const { version, made } = await publish(functions, settings.FunctionName, { ...document, latest });
      functions.life.begin(fn.version.arn, 'updating');
      return made ? transitionAnswer(functions, version, 'creating') : configurationAnswer(functions, version);
    }
    return transitionAnswer(functions, await functions.configure(settings.FunctionName, latest), 'updating');
  } finally {
    taken.dispose();
  }
}

/** Checks the code and shows what would come of it. */
async function dryRun(region: RegionResources, fn: LambdaFunction, input: Input): Promise<FunctionConfiguration> {
  const configuration = withCode(fn.configuration, input, await checkCode(region, input));
  return configurationAnswer(region.functions, { ...fn, configuration });
}

/** Throws LambdaError where the code and the function's layers are too large together. */
function withCode(latest: StoredConfiguration, input: Input, code: StoredConfiguration['code']): StoredConfiguration {
  const { settings, further } = latest;
  checkUnzippedSize(code, further.Layers);
  return { ...latest, code, settings: { ...settings, Architecture: input.Architectures?.[0] ?? settings.Architecture } };
}
