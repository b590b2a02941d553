import { latestVersion } from '../../../lambda/function.ts';
import type { ExecutionSettings } from '../functionVersion.ts';
import type { FurtherSettings } from './furtherSettings.ts';

/** How environments of a version run, by its configuration. Levels that are not given are Lambda's own: INFO. */
export function executionOf(further: FurtherSettings, version: string): ExecutionSettings {
  const { LoggingConfig, SnapStart, TenancyConfig, TracingMode, FileSystemConfigs, ImageConfig: image } = further;
  return {
    logging: {
      format: LoggingConfig.LogFormat,
      applicationLevel: LoggingConfig.ApplicationLogLevel ?? 'INFO',
      systemLevel: LoggingConfig.SystemLogLevel ?? 'INFO',
      group: LoggingConfig.LogGroup,
    },
    snapStart: SnapStart === 'PublishedVersions' && version !== latestVersion,
    perTenant: TenancyConfig?.TenantIsolationMode === 'PER_TENANT',
    activeTracing: TracingMode === 'Active',
    fileSystems: FileSystemConfigs.map(({ Arn, LocalMountPath }) => ({ arn: Arn, mountPath: LocalMountPath })),
    ...(image !== undefined && {
      image: {
        ...(image.EntryPoint !== undefined && { entryPoint: image.EntryPoint }),
        ...(image.Command !== undefined && { command: image.Command }),
        ...(image.WorkingDirectory !== undefined && { workingDirectory: image.WorkingDirectory }),
      },
    }),
  };
}
