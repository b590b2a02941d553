import { l10n, window } from 'vscode';
import * as v from 'valibot';
import type { FunctionTarget } from '../connections/lambdaConnection.ts';
import { targetName } from '../invoke/invocationReport.ts';
import { argument as argumentOf, targetOf } from './arguments.ts';
import { askTarget } from './askTarget.ts';
import type { Command } from './command.ts';
import { parseReservation, type Reservation } from './reservation.ts';

/** Passed along with the function; null gives the reservation back. */
const ReservedArgument = v.object({ reserved: v.nullable(v.pipe(v.number(), v.integer(), v.minValue(0))) });

export const setReservedConcurrency: Command = async (workbench, argument) => {
  const target = (await targetOf(workbench, argument)) ?? (await askTarget(workbench, l10n.t('Set Reserved Concurrency')));
  if (target === undefined) return;
  const given = argumentOf(ReservedArgument, argument);
  const reservation: Reservation | undefined =
    given === undefined ? await askReservation(target) : { type: 'valid', reserved: given.reserved ?? undefined };
  if (reservation?.type !== 'valid') return;
  const api = await target.connection.api();
  await api.setReservedConcurrency(target.functionName, reservation.reserved);
  await workbench.functions.reloadFunction(target);
};

async function askReservation(target: FunctionTarget): Promise<Reservation | undefined> {
  const api = await target.connection.api();
  const current = await api.getReservedConcurrency(target.functionName);
  const text = await window.showInputBox({
    title: l10n.t('Reserved concurrency of {0}', targetName(target)),
    prompt: l10n.t('Concurrent executions kept for this function, and its limit. 0 lets no invocation through; empty removes the reservation.'),
    ignoreFocusOut: true,
    value: current === undefined ? '' : String(current),
    validateInput: (value) => (parseReservation(value).type === 'valid' ? undefined : l10n.t('A whole number from 0, or nothing.')),
  });
  return text === undefined ? undefined : parseReservation(text);
}
