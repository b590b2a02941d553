import { createHash } from 'node:crypto';

import type { FunctionConfiguration, VpcConfigResponse } from '@aws-sdk/client-lambda';

import { latestVersion } from '../../../lambda/function.ts';
import { signatureAnswer } from '../codeSigning/recordedSignature.ts';
import type { FurtherSettings } from './furtherSettings.ts';
import type { LambdaFunction } from './storedFunction.ts';

/** The part of a FunctionConfiguration that the further settings are. */
export function furtherAnswer({ configuration: { further }, version }: LambdaFunction): FunctionConfiguration {
  return {
    TracingConfig: { Mode: further.TracingMode },
    ...(further.CapacityProviderConfig === undefined
      ? { SnapStart: snapStart(further, version.version) }
      : { CapacityProviderConfig: further.CapacityProviderConfig }),
    LoggingConfig: further.LoggingConfig,
    ...(further.VpcConfig !== undefined && { VpcConfig: network(further.VpcConfig, version.arn) }),
    ...(further.DeadLetterTarget !== undefined && { DeadLetterConfig: { TargetArn: further.DeadLetterTarget } }),
    ...(further.KMSKeyArn !== undefined && { KMSKeyArn: further.KMSKeyArn }),
    ...(further.Layers.length > 0 && {
      Layers: further.Layers.map(({ Arn, CodeSize, signature }) => ({ Arn, CodeSize, ...signatureAnswer(signature) })),
    }),
    ...(further.FileSystemConfigs.length > 0 && { FileSystemConfigs: further.FileSystemConfigs }),
    ...(further.TenancyConfig !== undefined && { TenancyConfig: further.TenancyConfig }),
    ...(further.DurableConfig !== undefined && { DurableConfig: further.DurableConfig }),
    ...(further.ImageConfig !== undefined && { ImageConfigResponse: { ImageConfig: further.ImageConfig } }),
  };
}

/** Only published versions have snapshots. */
function snapStart({ SnapStart: applyOn }: FurtherSettings, version: string): FunctionConfiguration['SnapStart'] {
  const isOn = applyOn === 'PublishedVersions' && version !== latestVersion;
  return { ApplyOn: applyOn, OptimizationStatus: isOn ? 'On' : 'Off' };
}

/** Which VPC the subnets are in is not known here: all are in one. */
function network(config: NonNullable<FurtherSettings['VpcConfig']>, arn: string): VpcConfigResponse {
  return { ...config, VpcId: config.SubnetIds.length > 0 ? vpcOf(arn) : '' };
}

/** An id of an account's VPC in a Region, always the same. */
function vpcOf(arn: string): string {
  const [, , , region = '', account = ''] = arn.split(':');
  return `vpc-${createHash('sha256').update(`${region}:${account}`).digest('hex').slice(0, 17)}`;
}
