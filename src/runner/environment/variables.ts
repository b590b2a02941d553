import type { Identity } from '../../lambda/arn.ts';
import type { FunctionVersion } from '../resources/functionVersion.ts';
import type { LaunchPlan } from '../runtimes/launchPlan.ts';

/**
 * The environment variables of a runtime's process: what Lambda sets, what the runtime needs, and the function's own.
 * Nothing else of the host's reaches a handler. Credentials are not among them: the Local region has no role to assume.
 */
export function environmentVariables(
  identity: Identity,
  version: FunctionVersion,
  plan: LaunchPlan,
  logStream: string,
): Record<string, string> {
  const { settings } = version;
  return {
    LANG: 'en_US.UTF-8',
    TZ: ':UTC',
    AWS_XRAY_CONTEXT_MISSING: 'LOG_ERROR',
    ...plan.variables,
    ...settings.Environment,
    AWS_REGION: identity.region,
    AWS_DEFAULT_REGION: identity.region,
    AWS_LAMBDA_FUNCTION_NAME: settings.FunctionName,
    AWS_LAMBDA_FUNCTION_VERSION: version.version,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(settings.MemorySize),
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_GROUP_NAME: logGroup(settings.FunctionName),
    AWS_LAMBDA_LOG_STREAM_NAME: logStream,
    LAMBDA_TASK_ROOT: version.code.path,
    _HANDLER: settings.Handler,
  };
}

export function logGroup(functionName: string): string {
  return `/aws/lambda/${functionName}`;
}

/** `YYYY/MM/DD/[VERSION]id`, by UTC. */
export function logStreamName(now: number, version: string, id: string): string {
  return `${new Date(now).toISOString().slice(0, 10).replaceAll('-', '/')}/[${version}]${id}`;
}
