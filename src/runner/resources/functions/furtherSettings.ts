import {
  ApplicationLogLevel,
  DirectS3Read,
  type FunctionConfiguration,
  LogFormat,
  SnapStartApplyOn,
  SystemLogLevel,
  TenantIsolationMode,
  TracingMode,
} from '@aws-sdk/client-lambda';
import * as v from 'valibot';

import type { Operations } from '../../api/operations.ts';

const text = v.string();
const optionalText = v.exactOptional(text);
const optionalNumber = v.exactOptional(v.number());

/** Settings that are kept and answered as they are, as in the Lambda API: nothing in the Local region depends on them. */
export const FurtherSettings = v.object({
  VpcConfig: v.exactOptional(v.object({ SubnetIds: v.array(text), SecurityGroupIds: v.array(text), Ipv6AllowedForDualStack: v.boolean() })),
  DeadLetterTarget: optionalText,
  KMSKeyArn: optionalText,
  TracingMode: v.enum(TracingMode),
  /** ARNs of layer versions. */
  Layers: v.array(text),
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
    ApplicationLogLevel: v.exactOptional(v.enum(ApplicationLogLevel)),
    SystemLogLevel: v.exactOptional(v.enum(SystemLogLevel)),
    LogGroup: text,
  }),
  TenancyConfig: v.exactOptional(v.object({ TenantIsolationMode: v.enum(TenantIsolationMode) })),
  DurableConfig: v.exactOptional(
    v.object({ KMSKeyArn: optionalText, RetentionPeriodInDays: optionalNumber, ExecutionTimeout: optionalNumber }),
  ),
});
export type FurtherSettings = Readonly<v.InferOutput<typeof FurtherSettings>>;

/** What a request may set; CreateFunction and UpdateFunctionConfiguration alike. */
export type FurtherInput = Pick<
  Operations['CreateFunction']['input'],
  | 'VpcConfig'
  | 'DeadLetterConfig'
  | 'KMSKeyArn'
  | 'TracingConfig'
  | 'Layers'
  | 'FileSystemConfigs'
  | 'SnapStart'
  | 'LoggingConfig'
  | 'TenancyConfig'
  | 'DurableConfig'
>;

export function defaultFurther(functionName: string): FurtherSettings {
  return {
    TracingMode: 'PassThrough',
    Layers: [],
    FileSystemConfigs: [],
    SnapStart: 'None',
    LoggingConfig: { LogFormat: 'Text', LogGroup: `/aws/lambda/${functionName}` },
  };
}

/** The settings after a request; what it does not name stays. */
export function changedFurther(current: FurtherSettings, input: FurtherInput): FurtherSettings {
  const { VpcConfig: vpc, LoggingConfig: logging, DurableConfig: durable } = input;
  const keyArn = input.KMSKeyArn ?? current.KMSKeyArn ?? '';
  const deadLetterTarget = input.DeadLetterConfig === undefined ? current.DeadLetterTarget : input.DeadLetterConfig.TargetArn;
  const { KMSKeyArn: _key, DeadLetterTarget: _target, ...kept } = current;
  return {
    ...kept,
    ...(vpc !== undefined && {
      VpcConfig: {
        SubnetIds: vpc.SubnetIds ?? [],
        SecurityGroupIds: vpc.SecurityGroupIds ?? [],
        Ipv6AllowedForDualStack: vpc.Ipv6AllowedForDualStack ?? false,
      },
    }),
    // An empty text takes these away.
    ...(deadLetterTarget !== undefined && deadLetterTarget !== '' && { DeadLetterTarget: deadLetterTarget }),
    ...(keyArn !== '' && { KMSKeyArn: keyArn }),
    TracingMode: input.TracingConfig?.Mode ?? current.TracingMode,
    Layers: input.Layers ?? current.Layers,
    FileSystemConfigs: input.FileSystemConfigs?.map(keptFileSystem) ?? current.FileSystemConfigs,
    SnapStart: input.SnapStart?.ApplyOn ?? current.SnapStart,
    ...(logging !== undefined && { LoggingConfig: changedLogging(current.LoggingConfig, logging) }),
    ...(input.TenancyConfig !== undefined && { TenancyConfig: input.TenancyConfig }),
    ...(durable !== undefined && { DurableConfig: { ...current.DurableConfig, ...defined(durable) } }),
  };
}

type FileSystem = FurtherSettings['FileSystemConfigs'][number];

function keptFileSystem({ Arn, LocalMountPath, S3FilesConfig }: NonNullable<FurtherInput['FileSystemConfigs']>[number]): FileSystem {
  return { Arn, LocalMountPath, ...(S3FilesConfig !== undefined && { S3FilesConfig: defined(S3FilesConfig) }) };
}

type Logging = FurtherSettings['LoggingConfig'];

/** JSON brings log levels with it, and Text takes them away. */
function changedLogging(current: Logging, input: NonNullable<FurtherInput['LoggingConfig']>): Logging {
  const merged: Logging = { ...current, ...defined(input) };
  if (merged.LogFormat === 'Text') return { LogFormat: merged.LogFormat, LogGroup: merged.LogGroup };
  return { ...merged, ApplicationLogLevel: merged.ApplicationLogLevel ?? 'INFO', SystemLogLevel: merged.SystemLogLevel ?? 'INFO' };
}

type Defined<T> = { [K in keyof T]: Exclude<T[K], undefined> };

function defined<T extends object>(value: T): Defined<T> {
  // What is left out is what the type leaves out.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as Defined<T>;
}

/** Their part of a FunctionConfiguration. */
export function furtherAnswer(settings: FurtherSettings): FunctionConfiguration {
  return {
    TracingConfig: { Mode: settings.TracingMode },
    SnapStart: { ApplyOn: settings.SnapStart, OptimizationStatus: 'Off' },
    LoggingConfig: settings.LoggingConfig,
    ...(settings.VpcConfig !== undefined && { VpcConfig: { ...settings.VpcConfig, VpcId: '' } }),
    ...(settings.DeadLetterTarget !== undefined && { DeadLetterConfig: { TargetArn: settings.DeadLetterTarget } }),
    ...(settings.KMSKeyArn !== undefined && { KMSKeyArn: settings.KMSKeyArn }),
    ...(settings.Layers.length > 0 && { Layers: settings.Layers.map((arn) => ({ Arn: arn, CodeSize: 0 })) }),
    ...(settings.FileSystemConfigs.length > 0 && { FileSystemConfigs: settings.FileSystemConfigs }),
    ...(settings.TenancyConfig !== undefined && { TenancyConfig: settings.TenancyConfig }),
    ...(settings.DurableConfig !== undefined && { DurableConfig: settings.DurableConfig }),
  };
}
