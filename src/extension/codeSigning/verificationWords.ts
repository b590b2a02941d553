import { l10n } from 'vscode';
import { codeSigningStrings } from './codeSigningStrings.ts';
import type { VerificationWords } from './verificationText.ts';

/** The same words as the page's, for a file's report. */
export function verificationWords(live: boolean): VerificationWords {
  const { checks, verdicts, checkPassed, checkSkipped, checkLeft, mismatchAllowed, reasons, atEntry } = codeSigningStrings();
  return {
    allPassed: l10n.t('The signature is good: all that was checked has passed.'),
    failed: l10n.t('The signature is not to be trusted: a check has failed.'),
    unsigned: l10n.t('There is no signature.'),
    checks,
    verdicts,
    passed: { ...checkPassed, expiry: l10n.t('The signature lasts until {0}.') },
    mismatchAllowed,
    skipped: checkSkipped,
    left: checkLeft,
    reasons,
    atEntry,
    checkedWith: l10n.t('Checked with'),
    publishers: l10n.t('Allowed publishers'),
    anyPublisher: l10n.t('any'),
    signature: l10n.t('What the signature says of itself'),
    profileVersion: l10n.t('Profile version'),
    job: l10n.t('Signing job'),
    signedAt: l10n.t('Signed'),
    expires: l10n.t('Expires'),
    signedDigest: l10n.t('SHA-384 as signed'),
    foundDigest: l10n.t('SHA-384 as found'),
    certificates: l10n.t('Certificates, from the signer’s upwards'),
    issuedBy: l10n.t('issued by'),
    valid: l10n.t('valid'),
    trusted: l10n.t('trusted root'),
    noRoot: noRoot(live),
  };
}

function noRoot(live: boolean): string {
  return live
    ? l10n.t('None of them is a root that this Local region, or a file in the setting {0}, trusts.', 'lambdaWorkbench.local.signingRoots')
    : l10n.t(
        'None of them is a root of a file in the setting {0}. The root of AWS Signer is not public as a file: whether Lambda trusts this chain, only Lambda can say.',
        'lambdaWorkbench.codeSigning.roots',
      );
}
