import { type Identity, parseFunctionReference } from '../../../lambda/arn.ts';
import { LambdaError, lambdaErrors } from '../../../lambda/lambdaError.ts';
import { limits } from '../../../lambda/limits.ts';
import type { Operations } from '../../api/operations.ts';
import { checkManaged } from '../capacityProviders/functionCapacityProvider.ts';
import { codeSigningErrors } from '../codeSigning/codeSigningErrors.ts';
import { notServed } from '../notServed.ts';
import { checkTagCount } from '../tags/newTags.ts';
import { unqualifiedName } from './functionReference.ts';
import type { FunctionStore } from './functionStore.ts';
import { checkNewPackage } from './packageTypeRules.ts';
import { checkSettings } from './settingsChecks.ts';

/** The name of a function to be made, which may be given as an ARN. Throws LambdaError. */
export function newName({ identity }: FunctionStore, nameOrArn: string): string {
  refuseOtherAccount(identity, nameOrArn);
  const name = unqualifiedName(identity, 'CreateFunction', nameOrArn, 'none');
  if (name.length <= limits.functionNameLength) return name;
  throw lambdaErrors.invalidParameter(
    `1 validation error detected: Value '${name}' at 'functionName' failed to satisfy constraint: ` +
      `Member must have length less than or equal to ${limits.functionNameLength}`,
  );
}

/** What can be said of CreateFunction's input by itself. Throws LambdaError. */
export function checkNewFunction(input: Operations['CreateFunction']['input']): void {
  checkSettings(input, input.CapacityProviderConfig !== undefined);
  checkNewPackage(input);
  checkTagCount(input.Tags);
  if (input.CodeSigningConfigArn !== undefined && input.PackageType === 'Image') throw codeSigningErrors.image();
  if (input.CapacityProviderConfig !== undefined) checkManaged(input);
  if (input.PublishTo !== undefined) throw notServed('publishing to $LATEST.PUBLISHED');
}

/** AWS says nothing here, where other operations tell who may not do what. */
function refuseOtherAccount(identity: Identity, nameOrArn: string): void {
  const { region = identity.region, account = identity.account } = parseFunctionReference(nameOrArn) ?? {};
  if (region !== identity.region || account === identity.account) return;
  throw new LambdaError('AccessDeniedException', 403, '', { body: { Message: null } });
}
