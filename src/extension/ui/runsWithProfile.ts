import { l10n } from 'vscode';

/** Said wherever one looks before invoking: what a handler does then, it does in an AWS account. */
export function runsWithProfile(profile: string): string {
  return l10n.t('Local functions run with the credentials of the AWS profile {0}.', profile);
}
