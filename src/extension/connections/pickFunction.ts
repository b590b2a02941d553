import type { FunctionConfiguration } from '@aws-sdk/client-lambda';
import { l10n } from 'vscode';
import type { Choices } from '../ui/choices.ts';
import { type Choice, type Picked, pickOne } from '../ui/quickPick.ts';
import type { LambdaConnection } from './lambdaConnection.ts';

/** One question of several about a connection's functions. */
export interface FunctionQuestion {
  readonly title: string;
  readonly canGoBack: boolean;
  readonly choices: Choices;
}

/** Asks for a function of a connection, page by page, what was chosen there last first; it is remembered. */
export async function pickFunction(from: LambdaConnection, { title, canGoBack, choices }: FunctionQuestion): Promise<Picked<string>> {
  const pick = `function.${from.connection.id}`;
  const picked = await pickOne<string>({
    title,
    canGoBack,
    placeholder: l10n.t('Choose a function of {0}', from.connection.label),
    items: async (add, signal) => {
      const api = await from.api();
      let marker: string | undefined;
      do {
        const { items, next } = await api.listFunctions(marker, signal);
        if (signal.aborted) return;
        add(choices.lastFirst(pick, items.flatMap(functionChoice), ({ value }) => value));
        marker = next;
      } while (marker !== undefined);
    },
  });
  if (picked.type === 'chosen') await choices.remember(pick, picked.value);
  return picked;
}

function functionChoice({ FunctionName, Runtime, Description }: FunctionConfiguration): readonly Choice<string>[] {
  if (FunctionName === undefined) return [];
  return [
    {
      label: FunctionName,
      value: FunctionName,
      ...(Runtime !== undefined && { description: Runtime }),
      ...(Description !== undefined && Description !== '' && { detail: Description }),
    },
  ];
}
