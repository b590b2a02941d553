import { l10n, QuickPickItemKind } from 'vscode';
import type { LambdaApi, ProvisionedConcurrency } from '../../aws/lambdaApi.ts';
import { CodedError } from '../../common/codedError.ts';
import { latestVersion } from '../../lambda/function.ts';
import type { FunctionTarget } from '../connections/lambdaConnection.ts';
import { aliasRouting } from '../trees/functions/aliasRouting.ts';
import { newestFirst } from '../trees/functions/newestFirst.ts';
import { provisionedText } from '../trees/functions/scaling/provisionedLook.ts';
import type { Choices } from '../ui/choices.ts';
import { joined } from '../ui/formats.ts';
import { type Choice, type Heading, type Picked, pickOne } from '../ui/quickPick.ts';

/** Asks which version or alias of a function is meant, of those that can have provisioned concurrency. Throws CodedError where there is none. */
export async function askProvisionable(choices: Choices, title: string, target: FunctionTarget, canGoBack: boolean): Promise<Picked<string>> {
  const { connection, functionName } = target;
  const pick = `qualifier.${connection.connection.id}.${functionName}`;
  const picked = await pickOne<string>({
    title,
    canGoBack,
    placeholder: l10n.t('Choose an alias or a published version of {0}', functionName),
    items: async (add, signal) => {
      const api = await connection.api();
      const provisioned = await api.listProvisioned(functionName, signal);
      const last = (items: readonly Choice<string>[]) => choices.lastFirst(pick, items, ({ value }) => value);
      const aliases = last(await aliasChoices(api, functionName, provisioned, signal));
      // Aliases first: they stay when versions come and go.
      add(group(l10n.t('Aliases'), aliases));
      const versions = last(await versionChoices(api, functionName, provisioned, signal));
      add(group(l10n.t('Versions'), versions));
      if (aliases.length + versions.length === 0) throw noneOf(target);
    },
  });
  if (picked.type === 'chosen') await choices.remember(pick, picked.value);
  return picked;
}

async function aliasChoices(api: LambdaApi, name: string, provisioned: readonly ProvisionedConcurrency[], signal: AbortSignal) {
  const all = await allOf((marker) => api.listAliases(name, marker, signal));
  // What runs $LATEST cannot have any.
  return all
    .filter(({ FunctionVersion }) => FunctionVersion !== latestVersion)
    .map((alias) => choiceOf('bookmark', alias.Name ?? '', aliasRouting(alias), provisioned));
}

async function versionChoices(api: LambdaApi, name: string, provisioned: readonly ProvisionedConcurrency[], signal: AbortSignal) {
  const all = await allOf(newestFirst((marker) => api.listVersions(name, marker, signal)), signal);
  return all
    .filter(({ Version }) => Version !== latestVersion)
    .map(({ Version = '', Description }) => choiceOf('tag', Version, Description, provisioned));
}

async function allOf<T>(
  load: (marker: string | undefined, signal: AbortSignal) => Promise<{ readonly items: readonly T[]; readonly next?: string }>,
  signal = new AbortController().signal,
): Promise<readonly T[]> {
  const all: T[] = [];
  let marker: string | undefined;
  do {
    const { items, next } = await load(marker, signal);
    all.push(...items);
    marker = next;
  } while (marker !== undefined);
  return all;
}

function choiceOf(icon: string, qualifier: string, text: string | undefined, provisioned: readonly ProvisionedConcurrency[]): Choice<string> {
  const there = provisioned.find((each) => each.qualifier === qualifier);
  return {
    label: `$(${icon}) ${qualifier}`,
    description: joined(' · ', text, there && l10n.t('provisioned: {0}', provisionedText(there))),
    value: qualifier,
  };
}

function group(label: string, items: readonly Choice<string>[]): readonly (Choice<string> | Heading)[] {
  return items.length === 0 ? [] : [{ label, kind: QuickPickItemKind.Separator }, ...items];
}

/** What can be done about it is another thing for code that runs from its folder. */
function noneOf({ connection, functionName }: FunctionTarget): CodedError {
  const position = connection.notes?.position(functionName);
  const details = { connection: connection.connection.id, functionName };
  if (position !== undefined) {
    const message = l10n.t(
      '{0} runs from its folder and has no published version, which provisioned concurrency belongs to. Create a function through the API, with its code, and publish a version of that.',
      functionName,
    );
    return new CodedError('NO_PUBLISHED_VERSION', message, { details });
  }
  const { endpoint } = connection.connection;
  const command = joined(' ', `aws lambda publish-version --function-name ${functionName}`, endpoint && `--endpoint-url ${endpoint}`);
  const message = l10n.t('{0} has no published version, and provisioned concurrency belongs to one or to an alias of one. Publish a version first: {1}', functionName, command);
  return new CodedError('NO_PUBLISHED_VERSION', message, { details });
}
