import type { FunctionUrlConfig } from '@aws-sdk/client-lambda';
import { env, l10n, Uri } from 'vscode';
import { CodedError } from '../../common/codedError.ts';
import type { FunctionTarget } from '../connections/lambdaConnection.ts';
import { targetName } from '../invoke/invocationReport.ts';
import { FunctionUrlNode, urlKind } from '../trees/functions/functionUrlNode.ts';
import { aliasOf, listFunctionUrls } from '../trees/functions/functionUrls.ts';
import { confirm } from '../ui/confirm.ts';
import { pickOne } from '../ui/quickPick.ts';
import type { Workbench } from '../workbench.ts';
import { targetOf } from './arguments.ts';
import { askTarget } from './askTarget.ts';
import type { Command } from './command.ts';

interface FoundUrl {
  /** With the alias that it is of. */
  readonly target: FunctionTarget;
  readonly config: FunctionUrlConfig;
}

/** In the browser of the machine that the window is on: a local one is forwarded to it. */
export const openFunctionUrl: Command = async (workbench, argument) => {
  const found = await urlOf(workbench, argument, l10n.t('Open Function URL'));
  if (found?.config.FunctionUrl !== undefined) await env.openExternal(Uri.parse(found.config.FunctionUrl));
};

export const copyFunctionUrl: Command = async (workbench, argument) => {
  const found = await urlOf(workbench, argument, l10n.t('Copy Function URL'));
  if (found?.config.FunctionUrl !== undefined) await env.clipboard.writeText(found.config.FunctionUrl);
};

export const deleteFunctionUrl: Command = async (workbench, argument) => {
  const found = await urlOf(workbench, argument, l10n.t('Delete Function URL'));
  if (found === undefined) return;
  const { target, config } = found;
  const { connection, functionName, qualifier } = target;
  const sure = await confirm({
    question: l10n.t('Delete the function URL of {0} in {1}?', targetName(target), connection.connection.region),
    detail: l10n.t('{0} will not answer any more. What the function’s policy allows stays as it is.', config.FunctionUrl ?? ''),
    action: l10n.t('Delete'),
  });
  if (!sure) return;
  await (await connection.api()).deleteFunctionUrl(functionName, qualifier);
  await workbench.functions.reloadFunction(target);
};

/** That of the row, the only one of the function, or the one that the user chooses; undefined where the user gave up. */
async function urlOf(workbench: Workbench, argument: unknown, title: string): Promise<FoundUrl | undefined> {
  if (argument instanceof FunctionUrlNode) return argument;
  const target = (await targetOf(workbench, argument)) ?? (await askTarget(workbench, title));
  if (target === undefined) return undefined;
  const found = (await listFunctionUrls(target))
    .map((config) => ({ target: ofAlias(target, aliasOf(config)), config }))
    .filter((url) => target.qualifier === undefined || url.target.qualifier === target.qualifier);
  const [only] = found;
  if (only === undefined) throw new CodedError('NO_FUNCTION_URL', l10n.t('{0} has no function URL.', targetName(target)));
  return found.length === 1 ? only : pickUrl(target, found, title);
}

async function pickUrl({ functionName }: FunctionTarget, found: readonly FoundUrl[], title: string): Promise<FoundUrl | undefined> {
  const picked = await pickOne<FoundUrl>({
    title,
    canGoBack: false,
    placeholder: l10n.t('Choose a URL of {0}', functionName),
    items: (add) =>
      add(found.map((value) => ({ label: value.target.qualifier ?? functionName, description: urlKind(value.config), detail: value.config.FunctionUrl ?? '', value }))),
  });
  return picked.type === 'chosen' ? picked.value : undefined;
}

function ofAlias({ connection, functionName }: FunctionTarget, alias: string | undefined): FunctionTarget {
  return { connection, functionName, ...(alias !== undefined && { qualifier: alias }) };
}
