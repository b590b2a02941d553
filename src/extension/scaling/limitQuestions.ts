import { l10n } from 'vscode';
import type { ProvisionedConcurrency } from '../../aws/lambdaApi.ts';
import type { Clock } from '../../common/clock.ts';
import { CodedError } from '../../common/codedError.ts';
import { latestVersion } from '../../lambda/function.ts';
import type { FunctionTarget } from '../connections/lambdaConnection.ts';
import { aliasRouting } from '../trees/functions/aliasRouting.ts';
import { newestFirst } from '../trees/functions/newestFirst.ts';
import { confirm } from '../ui/confirm.ts';
import { joined } from '../ui/formats.ts';
import { withProgress } from '../ui/progress.ts';
import { type Choice, pickOne } from '../ui/quickPick.ts';
import type { LimitQuestions } from './applyLimit.ts';
import { limitQuestion } from './limitQuestion.ts';

/** Asks the user about a limit, in VS Code. */
export function limitQuestions(clock: Clock): LimitQuestions {
  return {
    qualifier: pickQualifier,
    provisioned: pickProvisioned,
    confirm: (planned) => confirm(limitQuestion(planned)),
    async working(work) {
      const done = await withProgress(clock, l10n.t('Setting a limit'), async (signal) => {
        await work(signal);
        return true;
      });
      return done ?? false;
    },
  };
}

/** Aliases first: they stay when versions come and go. */
async function pickQualifier(target: FunctionTarget, provisioned: readonly ProvisionedConcurrency[]): Promise<string | undefined> {
  const { connection, functionName } = target;
  const api = await connection.api();
  const picked = await pickOne<string>({
    title: title(functionName),
    canGoBack: false,
    placeholder: l10n.t('Choose an alias or version to provision'),
    items: async (add, signal) => {
      let found = 0;
      const offer = (choices: readonly Choice<string>[]) => {
        found += choices.length;
        add(choices);
      };
      for (let marker: string | undefined, more = true; more; more = marker !== undefined) {
        const { items, next } = await api.listAliases(functionName, marker, signal);
        if (signal.aborted) return;
        offer(items.map((alias) => choiceOf(alias.Name ?? '', aliasRouting(alias), provisioned)));
        marker = next;
      }
      const versions = newestFirst((marker, wanted) => api.listVersions(functionName, marker, wanted));
      for (let marker: string | undefined, more = true; more; more = marker !== undefined) {
        const { items, next } = await versions(marker, signal);
        if (signal.aborted) return;
        const published = items.filter(({ Version }) => Version !== latestVersion);
        offer(published.map(({ Version = '', Description }) => choiceOf(Version, Description, provisioned)));
        marker = next;
      }
      if (found === 0) {
        throw new CodedError('NO_PUBLISHED_VERSION', l10n.t('{0} has no published version. Provisioned concurrency belongs to a version or an alias: publish one first.', functionName));
      }
    },
  });
  return picked.type === 'chosen' ? picked.value : undefined;
}

/** Where there is only one, the question that follows names it. */
async function pickProvisioned({ functionName }: FunctionTarget, provisioned: readonly ProvisionedConcurrency[]): Promise<string | undefined> {
  const [only] = provisioned;
  if (only === undefined) throw new CodedError('NOTHING_PROVISIONED', l10n.t('{0} has no provisioned concurrency.', functionName));
  if (provisioned.length === 1) return only.qualifier;
  const picked = await pickOne<string>({
    title: title(functionName),
    canGoBack: false,
    placeholder: l10n.t('Choose whose provisioned concurrency to remove'),
    items: (add) => add(provisioned.map(({ qualifier }) => choiceOf(qualifier, undefined, provisioned))),
  });
  return picked.type === 'chosen' ? picked.value : undefined;
}

function choiceOf(qualifier: string, text: string | undefined, provisioned: readonly ProvisionedConcurrency[]): Choice<string> {
  const there = provisioned.find((each) => each.qualifier === qualifier);
  const description = joined(' · ', text, there === undefined ? undefined : l10n.t('{0} provisioned', there.requested));
  return { label: qualifier, description, value: qualifier };
}

function title(functionName: string): string {
  return l10n.t('Provisioned concurrency of {0}', functionName);
}
