import { l10n } from 'vscode';
import type { ProvisionedConcurrency } from '../../aws/lambdaApi.ts';
import type { Clock } from '../../common/clock.ts';
import { CodedError } from '../../common/codedError.ts';
import type { FunctionTarget } from '../connections/lambdaConnection.ts';
import type { Choices } from '../ui/choices.ts';
import { confirm } from '../ui/confirm.ts';
import { withProgress } from '../ui/progress.ts';
import { type Choice, pickOne } from '../ui/quickPick.ts';
import type { LimitQuestions } from './applyLimit.ts';
import { askProvisionable } from './askProvisionable.ts';
import { limitQuestion } from './limitQuestion.ts';

/** Asks the user about a limit, in VS Code. */
export function limitQuestions(clock: Clock, choices: Choices): LimitQuestions {
  return {
    async qualifier(target) {
      const picked = await askProvisionable(choices, title(target.functionName), target, false);
      return picked.type === 'chosen' ? picked.value : undefined;
    },
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

/** Where there is only one, the question that follows names it. */
async function pickProvisioned({ functionName }: FunctionTarget, provisioned: readonly ProvisionedConcurrency[]): Promise<string | undefined> {
  const [only] = provisioned;
  if (only === undefined) throw new CodedError('NOTHING_PROVISIONED', l10n.t('{0} has no provisioned concurrency.', functionName));
  if (provisioned.length === 1) return only.qualifier;
  const picked = await pickOne<string>({
    title: title(functionName),
    canGoBack: false,
    placeholder: l10n.t('Choose whose provisioned concurrency to remove'),
    items: (add) => add(provisioned.map(choiceOf)),
  });
  return picked.type === 'chosen' ? picked.value : undefined;
}

function choiceOf({ qualifier, requested }: ProvisionedConcurrency): Choice<string> {
  return { label: qualifier, description: l10n.t('{0} provisioned', requested), value: qualifier };
}

function title(functionName: string): string {
  return l10n.t('Provisioned concurrency of {0}', functionName);
}
