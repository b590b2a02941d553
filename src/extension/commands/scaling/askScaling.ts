import { l10n } from 'vscode';
import type { ProvisionedScaling, ScalingSettings } from '../../../aws/autoScaling/provisionedScalingApi.ts';
import type { ProvisionedConcurrency } from '../../../aws/lambdaApi.ts';
import { autoScalingFigures } from '../../../lambda/scaling/autoScaling/figures.ts';
import { targetName } from '../../invoke/invocationReport.ts';
import { askText } from '../../ui/askText.ts';
import { runSteps, type Step } from '../../ui/steps.ts';
import { numberStep } from './numberStep.ts';
import { priceHint } from './priceHint.ts';
import type { QualifiedTarget } from './qualifiedTarget.ts';
import { defaultUtilization, parseUtilization, utilizationText } from './utilization.ts';

/** Asks between which limits to scale, and by what utilization; undefined where the user gave up. */
export async function askScaling(
  target: QualifiedTarget,
  scaling: ProvisionedScaling | undefined,
  provisioned: ProvisionedConcurrency | undefined,
): Promise<ScalingSettings | undefined> {
  const title = l10n.t('Auto scaling of {0}', targetName(target));
  const meaning = await priceHint(target);
  let minimum = scaling?.minimum ?? provisioned?.requested ?? 1;
  let maximum = scaling?.maximum;
  let targetUtilization = scaling === undefined ? defaultUtilization : scaling.tracking?.target;
  const minimumStep: Step = (canGoBack) =>
    numberStep({
      title,
      canGoBack,
      meaning,
      minimum: 0,
      value: minimum,
      prompt: l10n.t('The fewest environments that stay provisioned. 0 lets all of them go when nothing is to do.'),
      take: (value = 0) => {
        minimum = value;
      },
    });
  const maximumStep: Step = (canGoBack) =>
    numberStep({
      title,
      canGoBack,
      meaning,
      minimum: Math.max(1, minimum),
      value: maximum ?? Math.max(minimum * 2, 1),
      prompt: l10n.t('The most environments that are provisioned.'),
      take: (value) => {
        maximum = value;
      },
    });
  const targetStep: Step = async (canGoBack) => {
    const { min, max } = autoScalingFigures.target;
    const wrong = l10n.t('From {0} to {1}, such as {2}.', utilizationText(min), utilizationText(max), utilizationText(defaultUtilization));
    const answer = await askText({
      title,
      canGoBack,
      value: targetUtilization === undefined ? '' : utilizationText(targetUtilization),
      prompt: l10n.t('How much of the provisioned concurrency is to be in use. Left empty, only schedules change it.'),
      check: (text) => (text.trim() === '' || parseUtilization(text) !== undefined ? undefined : wrong),
    });
    if (answer.type !== 'chosen') return answer.type;
    targetUtilization = parseUtilization(answer.value);
    return 'next';
  };
  if (!(await runSteps([minimumStep, maximumStep, targetStep])) || maximum === undefined) return undefined;
  return { minimum, maximum, ...(targetUtilization !== undefined && { targetUtilization }) };
}
