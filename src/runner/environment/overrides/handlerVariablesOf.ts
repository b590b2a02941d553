import { CodedError } from '../../../common/codedError.ts';
import { limits } from '../../../lambda/limits.ts';
import { credentialVariables, type HandlerCredentials } from '../credentials/handlerCredentials.ts';
import type { HandlerVariablesOf } from '../handlerVariables.ts';
import type { EnvironmentOverrides } from './environmentOverrides.ts';

/** What an environment's processes get from `.env` files and from the chosen profile. */
export function handlerVariablesOf(overrides: Pick<EnvironmentOverrides, 'of'>, credentials: HandlerCredentials): HandlerVariablesOf {
  return async ({ settings }) => {
    const [ofFiles, ofProfile] = await Promise.all([overrides.of(settings.FunctionName), credentials.current()]);
    if (Object.keys(ofFiles).length > 0) checkSize(settings.FunctionName, { ...settings.Environment, ...ofFiles });
    return {
      overrides: ofFiles,
      credentials: ofProfile === undefined ? {} : credentialVariables(ofProfile),
      ...(ofProfile?.expiration !== undefined && { expiresAt: ofProfile.expiration }),
    };
  };
}

/** As Lambda measures them. */
function checkSize(functionName: string, variables: Readonly<Record<string, string>>): void {
  const size = Buffer.byteLength(JSON.stringify(variables));
  if (size <= limits.environmentBytes) return;
  throw new CodedError(
    'ENV_FILE_UNUSABLE',
    `With its environment files, the environment variables of ${functionName} take ${size} bytes as JSON; Lambda allows ` +
      `${limits.environmentBytes}. Take some out of the files that the setting lambdaWorkbench.local.environmentFiles (--environment-file) names.`,
    { details: { functionName, size } },
  );
}
