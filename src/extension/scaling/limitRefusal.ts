import { l10n } from 'vscode';
import { CodedError, codeOf } from '../../common/codedError.ts';
import type { LimitChange } from './scalingDesk.ts';

/** What mends a refusal of the API, by the limit and the error's code. */
const remedies: Readonly<Record<LimitChange['type'], Readonly<Record<string, () => string>>>> = {
  reserved: {
    invalid: () =>
      l10n.t('Choose a value that leaves 100 of the account’s concurrency unreserved, and is not below what is provisioned for the function.'),
  },
  provisioned: {
    invalid: () =>
      l10n.t('Choose a value that is not above the function’s reserved concurrency, where it has one, and leaves 100 of the account’s concurrency unreserved.'),
    conflict: () =>
      l10n.t('A version has provisioned concurrency of its own or through one alias, not both: remove the other one first. While the function is being updated, wait.'),
  },
};

/** What was refused, in the service's words, with what mends it. */
export function limitRefusal(error: unknown, { type }: LimitChange): unknown {
  const code = codeOf(error);
  const remedy = code === undefined ? undefined : remedies[type][code];
  if (!(error instanceof CodedError) || remedy === undefined) return error;
  const { message, owner, details } = error;
  const sentence = /[.!?]$/.test(message.trim()) ? message.trim() : `${message.trim()}.`;
  return new CodedError(error.code, `${sentence} ${remedy()}`, { owner, details });
}
