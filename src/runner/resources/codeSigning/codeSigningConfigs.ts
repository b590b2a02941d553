import type { CodeSigningConfig } from '@aws-sdk/client-lambda';

import { lambdaErrors } from '../../../lambda/lambdaError.ts';
import type { RegionResources } from '../regionResources.ts';
import { timeAnswer } from '../timeAnswer.ts';
import { codeSigningConfigArn, codeSigningConfigId } from './codeSigningArn.ts';
import { codeSigningErrors } from './codeSigningErrors.ts';
import type { CodeSigningConfigDocument } from './storedCodeSigningConfig.ts';

export interface FoundConfig {
  readonly id: string;
  readonly arn: string;
  readonly document: CodeSigningConfigDocument;
}

export function findConfig({ identity, tables }: Pick<RegionResources, 'identity' | 'tables'>, arn: string): FoundConfig | undefined {
  const id = codeSigningConfigId(identity, arn);
  const document = id === undefined ? undefined : tables.codeSigningConfigs.get(id);
  return id === undefined || document === undefined ? undefined : { id, arn, document };
}

/** Throws LambdaError where there is none. */
export function existingConfig(region: RegionResources, arn: string): FoundConfig {
  const found = findConfig(region, arn);
  if (found === undefined) throw codeSigningErrors.notFound(arn);
  return found;
}

/** Changes of a configuration and of its tags, and what depends on its being there, run one after the other. */
export function withConfig<R>(
  { identity, queue }: Pick<RegionResources, 'identity' | 'queue'>,
  arn: string,
  task: () => Promise<R>,
): Promise<R> {
  return queue.run(`code-signing-config:${codeSigningConfigId(identity, arn) ?? arn}`, task);
}

/** Throws for a publisher that stands there twice. */
export function checkPublishers(arns: readonly string[]): void {
  const twice = arns.find((arn, index) => arns.indexOf(arn) !== index);
  if (twice !== undefined) throw lambdaErrors.invalidParameter(`SigningProfileVersionArns has the same ARN twice: ${twice}`);
}

/** A configuration, with the members and defaults that AWS answers. */
export function configAnswer({ identity }: RegionResources, id: string, document: CodeSigningConfigDocument): CodeSigningConfig {
  return {
    CodeSigningConfigId: id,
    CodeSigningConfigArn: codeSigningConfigArn(identity, id),
    Description: document.description,
    AllowedPublishers: { SigningProfileVersionArns: [...document.allowedPublishers] },
    CodeSigningPolicies: { UntrustedArtifactOnDeployment: document.untrustedArtifactOnDeployment },
    LastModified: timeAnswer(document.lastModified),
  };
}
