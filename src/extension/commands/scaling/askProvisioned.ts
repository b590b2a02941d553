import { l10n } from 'vscode';
import type { ProvisionedConcurrency } from '../../../aws/lambdaApi.ts';
import { targetName } from '../../invoke/invocationReport.ts';
import { provisionedText } from '../../trees/functions/scaling/provisionedLook.ts';
import { numberStep } from './numberStep.ts';
import { priceHint } from './priceHint.ts';
import type { QualifiedTarget } from './qualifiedTarget.ts';

/** Asks how many environments are to be provisioned; undefined where the user gave up. */
export async function askProvisioned(target: QualifiedTarget, current: ProvisionedConcurrency | undefined): Promise<number | undefined> {
  let environments: number | undefined;
  await numberStep({
    // What a number costs takes the prompt's place.
    title: l10n.t('Provisioned concurrency of {0}, now: {1}', targetName(target), provisionedText(current)),
    prompt: l10n.t('Environments that are initialised before invocations come. 0 removes them.'),
    value: current?.requested,
    canGoBack: false,
    minimum: 0,
    meaning: await priceHint(target),
    take: (value) => {
      environments = value;
    },
  });
  return environments;
}
