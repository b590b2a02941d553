import type { AliasConfiguration, FunctionConfiguration } from '@aws-sdk/client-lambda';
import { l10n } from 'vscode';
import type { FunctionTarget } from '../connections/lambdaConnection.ts';
import { type Choice, type Picked, pickOne } from '../ui/quickPick.ts';
import type { Workbench } from '../workbench.ts';

const latest: Choice<string> = { label: '$LATEST', value: '' };

/** Asks for a version or an alias; empty for what has not been published. */
export async function askQualifier({ choices }: Workbench, title: string, target: FunctionTarget, canGoBack: boolean): Promise<Picked<string>> {
  const { connection, functionName } = target;
  const pick = `qualifier.${connection.connection.id}.${functionName}`;
  const picked = await pickOne<string>({
    title,
    canGoBack,
    placeholder: l10n.t('Choose a version or an alias of {0}', functionName),
    items: async (add, signal) => {
      const last = choices.last(pick);
      // Before the others are known: what was chosen last is there already.
      add(last === undefined || last === '' ? [latest] : [{ label: last, value: last }, latest]);
      const fresh = (found: readonly Choice<string>[]): void => add(found.filter(({ value }) => value !== last && value !== '$LATEST'));
      const api = await connection.api();
      const aliases = eachPage((marker) => api.listAliases(functionName, marker, signal), signal, (items) => fresh(items.flatMap(aliasChoice)));
      const versions = eachPage((marker) => api.listVersions(functionName, marker, signal), signal, (items) => fresh(items.flatMap(versionChoice)));
      // Who may invoke a function need not be allowed to list these.
      await Promise.allSettled([aliases, versions]);
    },
  });
  if (picked.type === 'chosen') await choices.remember(pick, picked.value);
  return picked;
}

function aliasChoice({ Name, FunctionVersion = '' }: AliasConfiguration): readonly Choice<string>[] {
  return Name === undefined ? [] : [{ label: Name, description: l10n.t('alias of {0}', FunctionVersion), value: Name }];
}

function versionChoice({ Version, Description = '' }: FunctionConfiguration): readonly Choice<string>[] {
  return Version === undefined ? [] : [{ label: Version, description: Description, value: Version }];
}

async function eachPage<T>(
  read: (marker: string | undefined) => Promise<{ readonly items: readonly T[]; readonly next?: string }>,
  signal: AbortSignal,
  take: (items: readonly T[]) => void,
): Promise<void> {
  let marker: string | undefined;
  do {
    const { items, next } = await read(marker);
    if (signal.aborted) return;
    take(items);
    marker = next;
  } while (marker !== undefined);
}
