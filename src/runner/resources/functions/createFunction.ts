import type { FunctionConfiguration } from '@aws-sdk/client-lambda';

import { DisposableStore } from '../../../common/disposable.ts';
import { functionArn } from '../../../lambda/arn.ts';
import { lambdaErrors } from '../../../lambda/lambdaError.ts';
import type { Handler } from '../../api/handlers.ts';
import type { Operations } from '../../api/operations.ts';
import type { Change } from '../../store/documentTable.ts';
import { whileProviderStays, withManagedDefaults } from '../capacityProviders/functionCapacityProvider.ts';
import { attachingAtCreation, whileConfigStays } from '../codeSigning/attachingAtCreation.ts';
import { checkDeployment } from '../codeSigning/checkDeployment.ts';
import { addedLayers, withSignature } from '../codeSigning/deployedParts.ts';
import { checkUnzippedSize } from '../layers/functionLayers.ts';
import type { RegionResources } from '../regionResources.ts';
import { publishVersion } from '../versions/publish.ts';
import { takeCode } from './codeSource.ts';
import { transitionAnswer } from './configurationAnswer.ts';
import type { FunctionStore } from './functionStore.ts';
import { holdLayers } from './heldLayers.ts';
import type { Settable } from './changedConfiguration.ts';
import { newDocument, newSettings } from './newFunction.ts';
import { checkNewFunction, newName } from './newFunctionChecks.ts';
import type { FunctionDocument, StoredConfiguration } from './storedFunction.ts';

type Input = Operations['CreateFunction']['input'];

export function createFunction(region: RegionResources): Handler<'CreateFunction'> {
  const { functions } = region;
  return async (given, { signal }) => {
    const input = given.CapacityProviderConfig === undefined ? given : withManagedDefaults(given);
    const provider = input.CapacityProviderConfig?.LambdaManagedInstancesCapacityProviderConfig.CapacityProviderArn;
    const name = newName(functions, input.FunctionName);
    checkNewFunction(input);
    return functions.exclusive(name, () =>
      whileConfigStays(region, input.CodeSigningConfigArn, () => whileProviderStays(region, provider, () => create(region, name, input, signal))),
    );
  };
}

async function create(region: RegionResources, name: string, input: Input, signal: AbortSignal): Promise<FunctionConfiguration> {
  const { functions } = region;
  if (functions.get(name) !== undefined) throw lambdaErrors.conflict(`Function already exist: ${name}`);
  const settings = newSettings(region, name, input);
  const attaching = input.CodeSigningConfigArn === undefined ? [] : attachingAtCreation(region, name, input.CodeSigningConfigArn);
  const kept = new DisposableStore();
  try {
    kept.add(holdLayers(region, settings));
    const { code } = kept.add(await takeCode(region, input.Code, 0));
    // What is told of signatures is told of what is deployed.
    checkUnzippedSize(code, settings.further.Layers);
    const signed = await signedCode(region, { input, settings, code }, signal);
    const creating = input.Publish === true ? createPublished : createLatest;
    return await creating(functions, name, newDocument(region, settings, signed, input.Tags), attaching);
  } finally {
    kept.dispose();
  }
}

interface NewCode {
  readonly input: Input;
  readonly settings: Settable;
  readonly code: StoredConfiguration['code'];
}

/** The code, with what it is signed with where that is asked. Rejects with LambdaError where Lambda does not deploy it, or one of the layers. */
async function signedCode(region: RegionResources, { input, settings, code }: NewCode, signal: AbortSignal): Promise<StoredConfiguration['code']> {
  const configArn = input.CodeSigningConfigArn;
  if (configArn === undefined) return code;
  const name = settings.settings.FunctionName;
  const parts = [{ name, archive: { file: region.archives.zipOf(code.sha256) } }, ...addedLayers(region, settings.further.Layers)];
  const [signature] = await checkDeployment(region, { functionName: name, configArn, parts, signal });
  return withSignature(code, signature);
}

type Creating = (
  functions: FunctionStore,
  name: string,
  document: FunctionDocument,
  attaching: readonly Change[],
) => Promise<FunctionConfiguration>;

const createLatest: Creating = async (functions, name, document, attaching) => {
  const created = await functions.put(name, document, attaching);
  return transitionAnswer(functions, created, 'creating');
};

/** With a first version, which is the answer. */
const createPublished: Creating = async (functions, name, document, attaching) => {
  const version = await publishVersion(functions, name, document, undefined, attaching);
  const arn = functionArn(functions.identity, name);
  functions.life.begin(arn, 'creating');
  // AWS names the function in the ARN, and the version only beside it.
  return transitionAnswer(functions, version, 'creating', { arn });
};
