import { l10n } from 'vscode';
import type { Question } from '../ui/confirm.ts';
import { joined } from '../ui/formats.ts';
import type { PlannedLimit } from './applyLimit.ts';

/** What is about to change, where, from what and to what. */
export function limitQuestion({ type, target, from, to }: PlannedLimit): Question {
  const { connection } = target.connection;
  const place = [joined(':', target.functionName, target.qualifier), connection.profile ?? connection.label, connection.region, shown(from), shown(to)] as const;
  return type === 'reserved'
    ? {
        question: l10n.t('Change the reserved concurrency of {0} in {1}, {2}, from {3} to {4}?', ...place),
        detail: reservedDetail(to),
        action: to === undefined ? l10n.t('Remove') : l10n.t('Set'),
      }
    : {
        question: l10n.t('Change the provisioned concurrency of {0} in {1}, {2}, from {3} to {4}?', ...place),
        detail: to === undefined ? l10n.t('Its environments end, and invocations start on demand.') : provisionedDetail(connection.profile !== undefined),
        action: to === undefined ? l10n.t('Remove') : l10n.t('Set'),
      };
}

function reservedDetail(to: number | undefined): string {
  if (to === undefined) return l10n.t('The function shares what the account has unreserved with the others.');
  if (to === 0) return l10n.t('Every invocation is throttled from now on.');
  return l10n.t('It is the function’s limit, and is taken from what the account’s other functions share.');
}

function provisionedDetail(billed: boolean): string {
  return billed
    ? l10n.t('AWS charges for these environments from now on until they are removed, used or not.')
    : l10n.t('These environments start now, and stay until they are removed.');
}

function shown(value: number | undefined): string {
  return value === undefined ? l10n.t('none') : String(value);
}
