import { type LambdaError, lambdaErrors } from '../../../lambda/lambdaError.ts';
import { limits } from '../../../lambda/limits.ts';
import { supportsSnapStart } from '../../../lambda/runtimes.ts';
import type { FurtherInput } from './changedFurther.ts';
import type { FurtherSettings } from './furtherSettings.ts';
import type { StoredConfiguration } from './storedFunction.ts';

/** What the rules are about: the settings as a request would leave them. */
type Together = Pick<StoredConfiguration, 'settings' | 'further'>;

/** Settings that cannot be together: what is told of them, or undefined where they can. In the order in which they are told. */
const rules: readonly ((together: Together) => string | undefined)[] = [
  ({ further: { VpcConfig: vpc } }) =>
    vpc !== undefined && vpc.SubnetIds.length > 0 !== vpc.SecurityGroupIds.length > 0
      ? 'SubnetIds and SecurityIds must coexist or be both empty list.'
      : undefined,
  ({ further }) =>
    further.CapacityProviderConfig !== undefined && isInVpc(further)
      ? "You can't use Lambda Managed Instance functions with VPC configurations."
      : undefined,
  ({ further }) => {
    const [fileSystem] = further.FileSystemConfigs;
    return fileSystem === undefined || isInVpc(further)
      ? undefined
      : `Function must be configured to execute in a VPC to reference access point ${fileSystem.Arn}.`;
  },
  ({ further: { DurableConfig: durable } }) =>
    durable !== undefined && durable.ExecutionTimeout === undefined
      ? 'You cannot create a function with a durable configuration without an executionTimeout'
      : undefined,
  (together) => {
    const [unsupported] = together.further.SnapStart === 'PublishedVersions' ? withoutSnapStart(together) : [];
    return unsupported === undefined ? undefined : `${unsupported} is not supported for SnapStart enabled functions.`;
  },
];

/** Throws LambdaError for settings that cannot be together. */
export function checkTogether(together: Together): void {
  for (const rule of rules) {
    const refusal = rule(together);
    if (refusal !== undefined) throw lambdaErrors.invalidParameter(refusal);
  }
}

/** Throws LambdaError for log levels where the logs are texts: these have none. */
export function checkLogLevels(current: FurtherSettings, { LoggingConfig: logging }: Pick<FurtherInput, 'LoggingConfig'>): void {
  const hasLevels = logging?.ApplicationLogLevel !== undefined || logging?.SystemLogLevel !== undefined;
  if (!hasLevels || (logging?.LogFormat ?? current.LoggingConfig.LogFormat) === 'JSON') return;
  throw logLevelsWithText();
}

/** The answer to texts as logs where these cannot be: with log levels, or on managed instances. */
export function logLevelsWithText(): LambdaError {
  return lambdaErrors.invalidParameter(
    'LogLevel is not supported when LogFormat is set to "Text". ' +
      'Remove LogLevel from your request or change the LogFormat to "JSON" and try again.',
  );
}

/**
 * Source: AWS Lambda Developer Guide, "Improving startup performance with Lambda SnapStart". Texts of answers were seen for
 * runtimes; the others are made like those.
 */
function withoutSnapStart({ settings, further }: Together): readonly string[] {
  return [
    ...(settings.Runtime !== '' && !supportsSnapStart(settings.Runtime) ? [settings.Runtime] : []),
    ...(further.FileSystemConfigs.length > 0 ? ['FileSystemConfigs'] : []),
    ...(settings.EphemeralStorage > limits.ephemeralStorageMegabytes.default ? ['EphemeralStorage'] : []),
  ];
}

function isInVpc({ VpcConfig: vpc }: FurtherSettings): boolean {
  return vpc !== undefined && vpc.SubnetIds.length > 0;
}
