import { l10n } from 'vscode';
import type { SignatureValidity, SigningStep } from '../../aws/signer/signerApi.ts';
import { formatBytes } from '../ui/formats.ts';
import type { FunctionWords } from './reading/readFunctionSigning.ts';

/** What is said of a function in the user's language, for code that knows nothing of VS Code. */
export const functionWords: FunctionWords = {
  reading: (functionName) => l10n.t('Reading the code signing of {0}', functionName),
  validity,
  trustedByLambda: () =>
    l10n.t(
      'Lambda says that this job has signed it, and has followed its certificates to the root of AWS Signer. Here they are not followed: no root of AWS Signer is public. Name one in the setting {0} to have them checked here too.',
      'lambdaWorkbench.codeSigning.roots',
    ),
  downloading: (part, bytes) => (bytes === undefined ? l10n.t('Downloading {0}', part) : l10n.t('Downloading {0}: {1}', part, formatBytes(bytes))),
  checking: (part) => l10n.t('Checking the signature of {0}', part),
};

/** How long signatures last: `135 months`. */
export function validity({ value, unit }: SignatureValidity): string {
  const words: Readonly<Record<SignatureValidity['unit'], () => string>> = {
    DAYS: () => (value === 1 ? l10n.t('1 day') : l10n.t('{0} days', value)),
    MONTHS: () => (value === 1 ? l10n.t('1 month') : l10n.t('{0} months', value)),
    YEARS: () => (value === 1 ? l10n.t('1 year') : l10n.t('{0} years', value)),
  };
  return words[unit]();
}

export function stepWords(step: SigningStep): string {
  const words: Readonly<Record<SigningStep, () => string>> = {
    uploading: () => l10n.t('Uploading the package'),
    signing: () => l10n.t('Signing'),
    downloading: () => l10n.t('Downloading the signed package'),
  };
  return words[step]();
}

export function rootUnusable(file: string, why: string): string {
  return l10n.t('{0} holds no root certificate that can be read: {1}. Name a file with certificates in PEM or DER.', file, why);
}
