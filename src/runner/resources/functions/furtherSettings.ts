import {
  ApplicationLogLevel,
  DirectS3Read,
  LogFormat,
  SnapStartApplyOn,
  SystemLogLevel,
  TenantIsolationMode,
  TracingMode,
} from '@aws-sdk/client-lambda';
import * as v from 'valibot';

import { ManagedInstances } from '../capacityProviders/managedInstances.ts';
import { RecordedSignature } from '../codeSigning/recordedSignature.ts';

const text = v.string();
const optionalText = v.exactOptional(text);
const optionalNumber = v.exactOptional(v.number());

/** A layer version as it was when the function took it: it stays when the layer's version is deleted. */
const StoredLayer = v.object({
  Arn: text,
  /** Of the zip, in bytes; 0 for one of another account. */
  CodeSize: v.number(),
  /** Base64, of its archive; absent for one that is not in this region's store, and with which functions cannot run. */
  sha256: optionalText,
  unzippedSize: optionalNumber,
  signature: v.exactOptional(RecordedSignature),
});
export type StoredLayer = Readonly<v.InferOutput<typeof StoredLayer>>;

/** Settings that are kept and answered as they are, as in the Lambda API: nothing in the Local region depends on most of them. */
export const FurtherSettings = v.object({
  VpcConfig: v.exactOptional(v.object({ SubnetIds: v.array(text), SecurityGroupIds: v.array(text), Ipv6AllowedForDualStack: v.boolean() })),
  DeadLetterTarget: optionalText,
  KMSKeyArn: optionalText,
  TracingMode: v.enum(TracingMode),
  Layers: v.array(StoredLayer),
  FileSystemConfigs: v.array(
    v.object({
      Arn: text,
      LocalMountPath: text,
      S3FilesConfig: v.exactOptional(v.object({ DirectS3Read: v.exactOptional(v.enum(DirectS3Read)) })),
    }),
  ),
  SnapStart: v.enum(SnapStartApplyOn),
  LoggingConfig: v.object({
    LogFormat: v.enum(LogFormat),
    /** Both levels are there with JSON, and only then. */
    ApplicationLogLevel: v.exactOptional(v.enum(ApplicationLogLevel)),
    SystemLogLevel: v.exactOptional(v.enum(SystemLogLevel)),
    LogGroup: text,
  }),
  CapacityProviderConfig: v.exactOptional(ManagedInstances),
  TenancyConfig: v.exactOptional(v.object({ TenantIsolationMode: v.enum(TenantIsolationMode) })),
  DurableConfig: v.exactOptional(
    v.object({ KMSKeyArn: optionalText, RetentionPeriodInDays: optionalNumber, ExecutionTimeout: optionalNumber }),
  ),
  /** What overrides an image's own settings; absent where nothing does. */
  ImageConfig: v.exactOptional(
    v.object({ EntryPoint: v.exactOptional(v.array(text)), Command: v.exactOptional(v.array(text)), WorkingDirectory: optionalText }),
  ),
});
export type FurtherSettings = Readonly<v.InferOutput<typeof FurtherSettings>>;

export function defaultFurther(functionName: string): FurtherSettings {
  return {
    TracingMode: 'PassThrough',
    Layers: [],
    FileSystemConfigs: [],
    SnapStart: 'None',
    LoggingConfig: { LogFormat: 'Text', LogGroup: `/aws/lambda/${functionName}` },
  };
}
