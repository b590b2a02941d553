import { quote } from './problems.ts';
import type { PropertyReader } from './propertyReader.ts';
import { child } from './templateNode.ts';
import type { Value } from './value.ts';

/**
 * Tells of a function that Lambda deploys only with a signed package. It runs here all the same: from its folder, which nobody has
 * signed, and whoever deploys it may sign it then, as `sam package --signing-profiles` does. Of a configuration that is not in the
 * template it is not known here what it asks for.
 */
export function tellCodeSigning(reader: PropertyReader): void {
  const property = 'CodeSigningConfigArn';
  const logicalId = resourceOf(reader.value(property));
  const config = logicalId === undefined ? undefined : reader.resolver.resources.get(logicalId);
  if (config?.type !== 'AWS::Lambda::CodeSigningConfig') return;
  const policies = child(config.properties, 'CodeSigningPolicies');
  const policy = policies && memberOf(reader.resolver.evaluate(policies), 'UntrustedArtifactOnDeployment');
  if (policy?.kind !== 'text' || policy.text !== 'Enforce') return;
  const message =
    `Lambda deploys this function only where its package is signed as ${quote(config.logicalId)} asks for. ` +
    'It runs here unsigned, from its folder: sign what you deploy.';
  reader.inform('CODE_SIGNING_ENFORCED', message, reader.span(property));
}

/** The logical id of `Ref: id`, or of `Fn::GetAtt: [id, CodeSigningConfigArn]`: both are the ARN. */
function resourceOf(value: Value | undefined): string | undefined {
  if (value?.kind !== 'text' || value.standIn === undefined) return undefined;
  return value.standIn.resource ?? value.text.replace(/\.CodeSigningConfigArn$/, '');
}

function memberOf(value: Value | undefined, name: string): Value | undefined {
  return value?.kind === 'map' ? value.entries.get(name)?.value : undefined;
}
