import { CodedError, codeOf } from '../../../common/codedError.ts';

/** Of the system and of the SDK, where AWS could not be reached. */
const networkCodes: ReadonlySet<string> = new Set(['ENOTFOUND', 'EAI_AGAIN', 'ECONNREFUSED', 'ECONNRESET', 'ETIMEDOUT', 'ENETUNREACH', 'EHOSTUNREACH', 'EPIPE']);

export function isOfNetwork(error: unknown): boolean {
  return networkCodes.has(codeOf(error) ?? '') || nameOf(error) === 'TimeoutError';
}

/**
 * @param why what was thrown, or that they have expired. Texts of what was thrown are not passed on: a program that gives credentials
 * may say secrets when it fails.
 */
export function credentialsUnavailable(profile: string, why: unknown): CodedError {
  const quoted = shellWord(profile);
  const network = isOfNetwork(why);
  const details = { profile, ...(typeof why !== 'string' && nameOf(why) !== undefined && { error: nameOf(why) }) };
  const happened = network
    ? `AWS could not be reached for credentials of the profile ${quoted} (${codeOf(why) ?? 'timeout'}).`
    : `There are no ${why === 'expired' ? 'fresh ' : ''}credentials of the profile ${quoted}${details.error === undefined ? '' : ` (${details.error})`}.`;
  const advice = network
    ? 'Check the network'
    : `Sign in with "aws sso login --profile ${quoted}" or "aws login --profile ${quoted}" if the profile is of that kind, ` +
      `else see what "aws sts get-caller-identity --profile ${quoted}" says`;
  const message = `${happened} ${advice}; or choose another profile, or none, in the setting lambdaWorkbench.local.credentialsProfile (--profile).`;
  return new CodedError('CREDENTIALS_UNAVAILABLE', message, { details });
}

function nameOf(error: unknown): string | undefined {
  return error instanceof Error && /^\w{1,80}$/.test(error.name) ? error.name : undefined;
}

/** For a shell of any system. */
function shellWord(name: string): string {
  return /^[\w@%+=:,./-]+$/.test(name) ? name : `'${name}'`;
}
