import type { FunctionConfiguration } from '@aws-sdk/client-lambda';
import { l10n } from 'vscode';
import type { ReadConfig } from '../../../codeSigning/reading/readConfig.ts';
import { profileNameOf } from '../../../codeSigning/reading/readPublishers.ts';
import { signedByOf, statedVerdict } from '../../../codeSigning/reading/stated.ts';
import { joined } from '../../../ui/formats.ts';

/** `Enforce · release`, `Warn · unsigned`, or `none`. */
export function signingText(configuration: FunctionConfiguration, config: ReadConfig | undefined): string {
  const { SigningProfileVersionArn: profile } = configuration;
  const signer = profile === undefined ? undefined : profileNameOf(profile);
  if (config === undefined) return signer ?? l10n.t('none');
  const state = wouldBeBlocked(configuration, config) ? l10n.t('would be blocked') : undefined;
  return joined(' · ', config.policy, signer ?? l10n.t('unsigned'), state);
}

/** By what Lambda says alone: expiry and revocation are Signer's to tell. */
export function wouldBeBlocked(configuration: FunctionConfiguration, config: ReadConfig | undefined): boolean {
  const { Layers: layers = [] } = configuration;
  const parts = [configuration, ...layers].map((each) => ({ stated: signedByOf(each), job: undefined }));
  return !statedVerdict(parts, { policy: config?.policy, allowed: config?.allowed, now: 0 }).allowed;
}
