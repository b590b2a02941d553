import type { Operations } from '../../api/operations.ts';
import type { FurtherSettings } from './furtherSettings.ts';

/** What a request may set; CreateFunction and UpdateFunctionConfiguration alike. */
export type FurtherInput = Pick<
  Operations['CreateFunction']['input'],
  | 'VpcConfig'
  | 'DeadLetterConfig'
  | 'KMSKeyArn'
  | 'TracingConfig'
  | 'FileSystemConfigs'
  | 'SnapStart'
  | 'LoggingConfig'
  | 'TenancyConfig'
  | 'DurableConfig'
  | 'ImageConfig'
>;

type Given<Name extends keyof FurtherInput> = NonNullable<FurtherInput[Name]>;

/** Source: AWS CDK and AWS SAM references, "DurableConfig". */
const retentionDays = 14;

/** The settings after a request; what it does not name stays. */
export function changedFurther(current: FurtherSettings, input: FurtherInput): FurtherSettings {
  const { VpcConfig: vpc, LoggingConfig: logging, DurableConfig: durable, ImageConfig: image } = input;
  // An empty text takes these away.
  const keyArn = input.KMSKeyArn ?? current.KMSKeyArn ?? '';
  const deadLetterTarget = (input.DeadLetterConfig === undefined ? current.DeadLetterTarget : input.DeadLetterConfig.TargetArn) ?? '';
  const overrides = image === undefined ? current.ImageConfig : imageOverrides(image);
  const { KMSKeyArn: _key, DeadLetterTarget: _target, ImageConfig: _image, ...kept } = current;
  return {
    ...kept,
    ...(vpc !== undefined && { VpcConfig: network(vpc) }),
    ...(deadLetterTarget !== '' && { DeadLetterTarget: deadLetterTarget }),
    ...(keyArn !== '' && { KMSKeyArn: keyArn }),
    TracingMode: input.TracingConfig?.Mode ?? current.TracingMode,
    FileSystemConfigs: input.FileSystemConfigs?.map(fileSystem) ?? current.FileSystemConfigs,
    SnapStart: input.SnapStart?.ApplyOn ?? current.SnapStart,
    ...(logging !== undefined && { LoggingConfig: changedLogging(current.LoggingConfig, logging) }),
    ...(input.TenancyConfig !== undefined && { TenancyConfig: input.TenancyConfig }),
    ...(durable !== undefined && {
      DurableConfig: { RetentionPeriodInDays: retentionDays, ...current.DurableConfig, ...defined(durable) },
    }),
    ...(overrides !== undefined && { ImageConfig: overrides }),
  };
}

/** Empty lists leave the network: they are answered from then on. */
function network(given: Given<'VpcConfig'>): NonNullable<FurtherSettings['VpcConfig']> {
  return {
    SubnetIds: given.SubnetIds ?? [],
    SecurityGroupIds: given.SecurityGroupIds ?? [],
    Ipv6AllowedForDualStack: given.Ipv6AllowedForDualStack ?? false,
  };
}

type FileSystem = FurtherSettings['FileSystemConfigs'][number];

function fileSystem({ Arn, LocalMountPath, S3FilesConfig }: Given<'FileSystemConfigs'>[number]): FileSystem {
  return { Arn, LocalMountPath, ...(S3FilesConfig !== undefined && { S3FilesConfig: defined(S3FilesConfig) }) };
}

/** Nothing of those before stays, and where none is left there are no overrides. */
function imageOverrides({ EntryPoint, Command, WorkingDirectory }: Given<'ImageConfig'>): FurtherSettings['ImageConfig'] {
  const overrides = {
    ...(EntryPoint !== undefined && EntryPoint.length > 0 && { EntryPoint }),
    ...(Command !== undefined && Command.length > 0 && { Command }),
    ...(WorkingDirectory !== undefined && WorkingDirectory !== '' && { WorkingDirectory }),
  };
  return Object.keys(overrides).length === 0 ? undefined : overrides;
}

type Logging = FurtherSettings['LoggingConfig'];

/** JSON brings log levels with it, and Text takes them away. */
function changedLogging(current: Logging, input: Given<'LoggingConfig'>): Logging {
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
