import { latestVersion } from '../../lambda/function.ts';
import type { FunctionVersion } from '../resources/functionVersion.ts';

/** The function's ARN as its handler sees it: with the version only where the caller gave one. */
export function invokedArn({ version, arn }: FunctionVersion, qualifier: string | undefined): string {
  return version === latestVersion && qualifier !== undefined ? `${arn}:${qualifier}` : arn;
}
