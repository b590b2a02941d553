import type { FunctionConfiguration } from '@aws-sdk/client-lambda';

import type { Handler } from '../../api/handlers.ts';
import type { Operations } from '../../api/operations.ts';
import type { VerifiedArchive } from '../../signing/verify/verifiedArchive.ts';
import { providerOf } from '../capacityProviders/capacityProviderUses.ts';
import { whileProviderStays } from '../capacityProviders/functionCapacityProvider.ts';
import { attachedConfig } from '../codeSigning/attachedConfig.ts';
import { checkDeployment } from '../codeSigning/checkDeployment.ts';
import { withSignature } from '../codeSigning/deployedParts.ts';
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
  return async (input, { signal }) => {
    const name = wholeFunction(functions, 'UpdateFunctionCode', input.FunctionName, 'latest').configuration.settings.FunctionName;
    return functions.exclusive(name, async () => {
      const fn = existing(functions, name);
      refuseTemplate(fn, 'UpdateFunctionCode');
      refuseInTransition(functions, fn);
      checkRevision(fn, input.RevisionId);
      checkNewSource(packageTypeOf(fn.configuration), input);
      if (input.PublishTo !== undefined) throw notServed('publishing to $LATEST.PUBLISHED');
      if (input.DryRun === true) return dryRun(region, fn, input, signal);
      const provider = input.Publish === true ? providerOf(fn.configuration.further) : undefined;
      return whileProviderStays(region, provider, () => update(region, fn, input, signal));
    });
  };
}

async function update(region: RegionResources, fn: LambdaFunction, input: Input, signal: AbortSignal): Promise<FunctionConfiguration> {
  const { functions } = region;
  const { settings, code } = fn.configuration;
  const taken = await takeCode(region, input, code.size);
  try {
    const archive = { file: region.archives.zipOf(taken.code.sha256) };
    const signed = await signedCode(region, fn, { code: taken.code, archive, dryRun: false }, signal);
    // A template may define it since.
    refuseTemplate(existing(functions, settings.FunctionName), 'UpdateFunctionCode');
    const changed = withCode(fn.configuration, input, signed);
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
async function dryRun(region: RegionResources, fn: LambdaFunction, input: Input, signal: AbortSignal): Promise<FunctionConfiguration> {
  const { code, zip } = await checkCode(region, input);
  const signed = zip === undefined ? code : await signedCode(region, fn, { code, archive: { bytes: zip }, dryRun: true }, signal);
  const configuration = withCode(fn.configuration, input, signed);
  return configurationAnswer(region.functions, { ...fn, configuration });
}

interface NewCode {
  readonly code: StoredConfiguration['code'];
  readonly archive: VerifiedArchive;
  readonly dryRun: boolean;
}

/** The code, with what it is signed with where that is asked. Rejects with LambdaError where Lambda does not deploy it: too large, or not signed. */
async function signedCode(region: RegionResources, fn: LambdaFunction, { code, archive, dryRun }: NewCode, signal: AbortSignal) {
  checkUnzippedSize(code, fn.configuration.further.Layers);
  const configArn = attachedConfig(region, fn);
  // An image has no configuration.
  if (configArn === undefined || code.imageUri !== undefined) return code;
  const { arn: name, settings } = fn.version;
  const deployment = { functionName: settings.FunctionName, configArn, parts: [{ name, archive }], dryRun, signal };
  const [signature] = await checkDeployment(region, deployment);
  return withSignature(code, signature);
}

function withCode(latest: StoredConfiguration, input: Input, code: StoredConfiguration['code']): StoredConfiguration {
  const { settings } = latest;
  return { ...latest, code, settings: { ...settings, Architecture: input.Architectures?.[0] ?? settings.Architecture } };
}
