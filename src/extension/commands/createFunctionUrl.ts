import type { FunctionUrlAuthType, InvokeMode } from '@aws-sdk/client-lambda';
import { l10n } from 'vscode';
import * as v from 'valibot';
import type { FunctionTarget } from '../connections/lambdaConnection.ts';
import { targetName } from '../invoke/invocationReport.ts';
import { confirm } from '../ui/confirm.ts';
import { type Choice, pickOne } from '../ui/quickPick.ts';
import { runSteps, type Step } from '../ui/steps.ts';
import type { Workbench } from '../workbench.ts';
import { argument as argumentOf, targetOf } from './arguments.ts';
import { finished, type TargetDraft, targetSteps } from './askTarget.ts';
import type { Command } from './command.ts';

/** Passed along with the function. */
const UrlArgument = v.object({ authType: v.picklist(['NONE', 'AWS_IAM']), invokeMode: v.optional(v.picklist(['BUFFERED', 'RESPONSE_STREAM']), 'BUFFERED') });
type UrlSettings = v.InferOutput<typeof UrlArgument>;

/** Gives a function or an alias a URL, and shows it. Answers the address. */
export const createFunctionUrl: Command = async (workbench, argument) => {
  const given = await targetOf(workbench, argument);
  const settings = argumentOf(UrlArgument, argument);
  const asked = given !== undefined && settings !== undefined ? { target: given, settings } : await ask(workbench, given);
  if (asked === undefined || !(await mayBePublic(asked.target, asked.settings))) return undefined;
  return create(workbench, asked.target, asked.settings);
};

async function create({ functions }: Workbench, target: FunctionTarget, settings: UrlSettings): Promise<string> {
  const { connection, functionName, qualifier } = target;
  const api = await connection.api();
  const url = await api.createFunctionUrl({ functionName, ...settings, ...(qualifier !== undefined && { qualifier }) });
  try {
    if (settings.authType === 'NONE') await api.permitPublicUrl(functionName, qualifier);
  } finally {
    // It is there, whether or not anybody may use it.
    await functions.reloadFunction(target);
  }
  await functions.selectUrl(target);
  return url;
}

async function ask(workbench: Workbench, given: FunctionTarget | undefined): Promise<{ target: FunctionTarget; settings: UrlSettings } | undefined> {
  const title = l10n.t('Create Function URL');
  const draft: TargetDraft = {};
  let authType: FunctionUrlAuthType | undefined;
  let invokeMode: InvokeMode | undefined;
  const target = () => given ?? finished(draft);
  const authStep: Step = async (canGoBack) => {
    const chosen = target();
    if (chosen === undefined) return 'cancelled';
    const placeholder = l10n.t('Who may use the URL of {0}', targetName(chosen));
    const picked = await pickOne<FunctionUrlAuthType>({ title, canGoBack, placeholder, items: (add) => add(authChoices(chosen)) });
    if (picked.type !== 'chosen') return picked.type;
    authType = picked.value;
    return 'next';
  };
  const modeStep: Step = async (canGoBack) => {
    const picked = await pickOne<InvokeMode>({ title, canGoBack, placeholder: l10n.t('How the URL answers'), items: (add) => add(modeChoices()) });
    if (picked.type !== 'chosen') return picked.type;
    invokeMode = picked.value;
    return 'next';
  };
  const steps = [...(given === undefined ? await targetSteps(workbench, title, draft) : []), authStep, modeStep];
  if (!(await runSteps(steps))) return undefined;
  const chosen = target();
  return chosen === undefined || authType === undefined || invokeMode === undefined ? undefined : { target: chosen, settings: { authType, invokeMode } };
}

function authChoices({ connection: { live } }: FunctionTarget): readonly Choice<FunctionUrlAuthType>[] {
  const everybody = live
    ? l10n.t('Every program on this machine, and pages of sites that its CORS settings name.')
    : l10n.t('Everybody on the internet. The function’s policy gets the permissions for that.');
  return [
    { label: 'AWS_IAM', detail: l10n.t('Requests that are signed with AWS credentials which may use it.'), value: 'AWS_IAM' },
    { label: 'NONE', detail: everybody, value: 'NONE' },
  ];
}

function modeChoices(): readonly Choice<InvokeMode>[] {
  return [
    { label: 'BUFFERED', detail: l10n.t('The answer is sent as a whole, when the function is done. At most 6 MB.'), value: 'BUFFERED' },
    { label: 'RESPONSE_STREAM', detail: l10n.t('The answer is sent as the function writes it.'), value: 'RESPONSE_STREAM' },
  ];
}

/** What opens a function in AWS to everybody is asked once more. */
async function mayBePublic(target: FunctionTarget, { authType }: UrlSettings): Promise<boolean> {
  const { live, connection } = target.connection;
  if (live || authType !== 'NONE') return true;
  return confirm({
    question: l10n.t('Let everybody on the internet invoke {0} in {1}?', targetName(target), connection.region),
    detail: l10n.t('The URL asks for no authentication. The function’s policy gets two statements that allow it to everybody.'),
    action: l10n.t('Create Public URL'),
  });
}
