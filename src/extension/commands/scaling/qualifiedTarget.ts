import { latestVersion } from '../../../lambda/function.ts';
import type { FunctionTarget } from '../../connections/lambdaConnection.ts';
import { runSteps, type Step } from '../../ui/steps.ts';
import type { Workbench } from '../../workbench.ts';
import { finished, type TargetDraft, targetSteps } from '../askTarget.ts';
import { askProvisionable } from '../../scaling/askProvisionable.ts';

/** A published version of a function, or an alias. */
export type QualifiedTarget = FunctionTarget & { readonly qualifier: string };

/** Asks for what is not known yet of a version or an alias; undefined where the user gave up. */
export async function qualifiedTarget(workbench: Workbench, title: string, given: FunctionTarget | undefined): Promise<QualifiedTarget | undefined> {
  if (given?.qualifier !== undefined && given.qualifier !== latestVersion) return { ...given, qualifier: given.qualifier };
  const draft: TargetDraft = {};
  let qualifier: string | undefined;
  const target = () => given ?? finished(draft);
  const qualifierStep: Step = async (canGoBack) => {
    const chosen = target();
    if (chosen === undefined) return 'cancelled';
    const picked = await askProvisionable(workbench.choices, title, chosen, canGoBack);
    if (picked.type !== 'chosen') return picked.type;
    qualifier = picked.value;
    return 'next';
  };
  const steps = given === undefined ? [...(await targetSteps(workbench, title, draft)), qualifierStep] : [qualifierStep];
  if (!(await runSteps(steps))) return undefined;
  const chosen = target();
  return chosen === undefined || qualifier === undefined ? undefined : { ...chosen, qualifier };
}
