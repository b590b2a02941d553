import type { Identity } from '../../lambda/arn.ts';
import type { InitializationType } from '../../lambda/logs/platformRecord.ts';
import type { FunctionVersion } from '../resources/functionVersion.ts';
import type { Housing } from '../sandbox/housing.ts';
import type { HandlerVariables } from './handlerVariables.ts';

export interface VariablesSetting {
  readonly identity: Identity;
  readonly version: FunctionVersion;
  readonly housing: Pick<Housing, 'taskRoot'>;
  readonly logStream: string;
  readonly initializationType: InitializationType;
  readonly handler: HandlerVariables;
}

/** Where a daemon for X-Ray listens, if the user runs one. On Lambda it is 169.254.100.1:2000. */
const xrayDaemon = '127.0.0.1:2000';

/**
 * The environment variables of a runtime's process: what Lambda sets and the function's own; the runtime's come from its housing.
 * Nothing else of the host's reaches a handler.
 */
export function runtimeVariables(setting: VariablesSetting): Record<string, string> {
  const { version, housing, logStream } = setting;
  const { settings, execution } = version;
  const { logging } = execution;
  return {
    ...common(setting),
    AWS_XRAY_CONTEXT_MISSING: 'LOG_ERROR',
    AWS_XRAY_DAEMON_ADDRESS: xrayDaemon,
    AWS_LAMBDA_LOG_GROUP_NAME: logging.group,
    AWS_LAMBDA_LOG_STREAM_NAME: logStream,
    ...(logging.format === 'JSON' && { AWS_LAMBDA_LOG_FORMAT: 'JSON', AWS_LAMBDA_LOG_LEVEL: logging.applicationLevel }),
    LAMBDA_TASK_ROOT: housing.taskRoot,
    _HANDLER: execution.image?.command?.[0] ?? settings.Handler,
  };
}

/**
 * Those of an extension's process: the runtime's own and those that begin with `_` are not among them.
 * Source: AWS Lambda Developer Guide, "Lambda Extensions API", "Environment variables".
 */
export function extensionVariables(setting: VariablesSetting): Record<string, string> {
  return Object.fromEntries(Object.entries(common(setting)).filter(([name]) => !name.startsWith('_')));
}

function common({ identity, version, initializationType, handler }: VariablesSetting): Record<string, string> {
  const { settings } = version;
  return {
    LANG: 'en_US.UTF-8',
    TZ: ':UTC',
    ...settings.Environment,
    ...handler.overrides,
    ...handler.credentials,
    AWS_REGION: identity.region,
    AWS_DEFAULT_REGION: identity.region,
    AWS_LAMBDA_FUNCTION_NAME: settings.FunctionName,
    AWS_LAMBDA_FUNCTION_VERSION: version.version,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(settings.MemorySize),
    AWS_LAMBDA_INITIALIZATION_TYPE: initializationType,
  };
}

/** `YYYY/MM/DD/[VERSION]id`, by UTC. */
export function logStreamName(now: number, version: string, id: string): string {
  return `${new Date(now).toISOString().slice(0, 10).replaceAll('-', '/')}/[${version}]${id}`;
}
