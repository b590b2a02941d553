import { l10n } from 'vscode';
import type { JsonReason } from './eventJson.ts';

/** What is wrong with a text that is not JSON, for people. */
export function jsonReasonText(reason: JsonReason): string {
  const texts: Readonly<Record<JsonReason, string>> = {
    InvalidSymbol: l10n.t('this is no JSON value'),
    InvalidNumberFormat: l10n.t('this is no number'),
    PropertyNameExpected: l10n.t('a property name in double quotes is expected'),
    ValueExpected: l10n.t('a value is expected'),
    ColonExpected: l10n.t('a colon is expected'),
    CommaExpected: l10n.t('a comma is expected'),
    CloseBraceExpected: l10n.t('a closing brace is expected'),
    CloseBracketExpected: l10n.t('a closing bracket is expected'),
    EndOfFileExpected: l10n.t('nothing may follow the value'),
    InvalidCommentToken: l10n.t('JSON has no comments'),
    UnexpectedEndOfComment: l10n.t('JSON has no comments'),
    UnexpectedEndOfString: l10n.t('the string has no end'),
    UnexpectedEndOfNumber: l10n.t('the number has no end'),
    InvalidUnicode: l10n.t('this is no Unicode escape'),
    InvalidEscapeCharacter: l10n.t('this is no escape of JSON'),
    InvalidCharacter: l10n.t('this character must be escaped'),
  };
  return texts[reason];
}
