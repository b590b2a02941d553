import { l10n } from 'vscode';
import { CodedError } from '../../common/codedError.ts';
import type { Connections } from '../connections/connections.ts';
import type { FunctionTarget, LambdaConnection } from '../connections/lambdaConnection.ts';
import { pickFunction } from '../connections/pickFunction.ts';
import { connectionRow } from '../trees/connectionRow.ts';
import type { Choices } from '../ui/choices.ts';
import { pickOne } from '../ui/quickPick.ts';
import { runSteps, type StepOutcome } from '../ui/steps.ts';

const connectionPick = 'awsConnection';

/** Asks for a function of AWS, what was chosen last first; undefined where the user gave up. Throws CodedError. */
export async function chooseAwsFunction(connections: Connections, choices: Choices): Promise<FunctionTarget | undefined> {
  const found = (await connections.all()).filter(({ connection }) => connection.profile !== undefined);
  if (found.length === 0) throw noConnection(connections.known().error);
  let connection: LambdaConnection | undefined;
  let functionName: string | undefined;
  const answered = await runSteps([
    async (canGoBack): Promise<StepOutcome> => {
      const picked = await pickOne<LambdaConnection>({
        title: title(),
        canGoBack,
        placeholder: l10n.t('Choose a connection'),
        items: (add) => add(choices.lastFirst(connectionPick, found, idOf).map((value) => connectionChoice(value))),
      });
      if (picked.type !== 'chosen') return picked.type;
      connection = picked.value;
      await choices.remember(connectionPick, idOf(connection));
      return 'next';
    },
    async (canGoBack): Promise<StepOutcome> => {
      if (connection === undefined) return 'cancelled';
      const picked = await pickFunction(connection, { title: title(), canGoBack, choices });
      if (picked.type !== 'chosen') return picked.type;
      functionName = picked.value;
      return 'next';
    },
  ]);
  return !answered || connection === undefined || functionName === undefined ? undefined : { connection, functionName };
}

function connectionChoice(value: LambdaConnection) {
  const { label, description } = connectionRow(value);
  return { label, description, value };
}

/** Why there is none: the files cannot be read, or name no profile. */
function noConnection(error: unknown): unknown {
  return error ?? new CodedError('noCredentials', l10n.t('The AWS configuration names no profile. Add one, or run in a terminal: aws configure'));
}

function title(): string {
  return l10n.t('Show Figures of AWS');
}

function idOf({ connection }: LambdaConnection): string {
  return connection.id;
}
