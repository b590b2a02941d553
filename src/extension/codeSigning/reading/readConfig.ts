import type { CodeSigningConfig } from '@aws-sdk/client-lambda';
import type { LambdaApi } from '../../../aws/lambdaApi.ts';
import type { UntrustedArtifactPolicy } from '../../../lambda/signing/enforcement.ts';
import type { SigningConfig } from '../../../protocol/webview/codeSigning.ts';

/** A code signing configuration, with the publishers that it allows. */
export interface ReadConfig extends SigningConfig {
  /** ARNs of profile versions. */
  readonly allowed: readonly string[];
}

/** That of a function; undefined where it has none. */
export async function readConfig(api: Pick<LambdaApi, 'getFunctionCodeSigningConfig' | 'getCodeSigningConfig'>, functionName: string, signal?: AbortSignal): Promise<ReadConfig | undefined> {
  const arn = await api.getFunctionCodeSigningConfig(functionName, signal);
  if (arn === undefined) return undefined;
  return readConfigOf(await api.getCodeSigningConfig(arn, signal));
}

export function readConfigOf(config: CodeSigningConfig): ReadConfig {
  return {
    id: config.CodeSigningConfigId ?? '',
    arn: config.CodeSigningConfigArn ?? '',
    description: config.Description ?? '',
    policy: policyOf(config),
    lastModified: config.LastModified ?? '',
    allowed: config.AllowedPublishers?.SigningProfileVersionArns ?? [],
  };
}

/** Lambda's default is Warn. */
function policyOf({ CodeSigningPolicies: policies }: CodeSigningConfig): UntrustedArtifactPolicy {
  return policies?.UntrustedArtifactOnDeployment === 'Enforce' ? 'Enforce' : 'Warn';
}
