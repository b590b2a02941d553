import { env, l10n } from 'vscode';
import type { ProvisionedScaling, ScalingSchedule } from '../../../aws/autoScaling/provisionedScalingApi.ts';
import type { Clock } from '../../../common/clock.ts';
import { targetName } from '../../invoke/invocationReport.ts';
import { askText, hint } from '../../ui/askText.ts';
import { type Choice, pickOne } from '../../ui/quickPick.ts';
import { runSteps, type Step } from '../../ui/steps.ts';
import { numberStep } from './numberStep.ts';
import type { QualifiedTarget } from './qualifiedTarget.ts';
import { checkSchedule, type CheckedSchedule, hasTimeZone, isScheduleName, scheduleName, tomorrowAt } from './scheduleCheck.ts';

const utc = 'UTC';

/** Asks when which limits are to be set; undefined where the user gave up. */
export async function askSchedule(target: QualifiedTarget, { schedules }: ProvisionedScaling, clock: Clock): Promise<ScalingSchedule | undefined> {
  const title = l10n.t('Add a schedule for {0}', targetName(target));
  const ownZone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  let timeZone = ownZone;
  let expression = '';
  let minimum: number | undefined;
  let maximum: number | undefined;
  let name = '';

  const zoneStep: Step = async (canGoBack) => {
    const zones = [...new Set([ownZone, utc, ...Intl.supportedValuesOf('timeZone')])];
    const zone = (value: string): Choice<string> => ({ label: value, value, ...(value === ownZone && { description: l10n.t('of this machine') }) });
    const placeholder = l10n.t('The time zone of the schedule');
    const picked = await pickOne<string>({ title, canGoBack, placeholder, items: (add) => add(zones.map(zone)) });
    if (picked.type !== 'chosen') return picked.type;
    timeZone = picked.value;
    return 'next';
  };
  const presetStep: Step = async (canGoBack) => {
    const placeholder = l10n.t('When the limits are to be set');
    const picked = await pickOne<string>({ title, canGoBack, placeholder, items: (add) => add(presets(timeZone, clock.now())) });
    if (picked.type !== 'chosen') return picked.type;
    expression = picked.value;
    return 'next';
  };
  const expressionStep: Step = async (canGoBack) => {
    const answer = await askText({
      title,
      canGoBack,
      value: expression,
      placeholder: 'cron(0 8 ? * MON-FRI *)',
      prompt: l10n.t('cron(minutes hours day-of-month month day-of-week year), rate(value unit) or at(yyyy-mm-ddThh:mm:ss)'),
      check: (text) => scheduleMeaning(checkSchedule(text, timeZone, clock.now()), timeZone),
    });
    if (answer.type !== 'chosen') return answer.type;
    expression = answer.value.trim();
    return 'next';
  };
  const minimumStep: Step = (canGoBack) =>
    numberStep({
      title,
      canGoBack,
      optional: true,
      minimum: 0,
      value: minimum,
      prompt: l10n.t('The fewest environments from then on. Left empty, it stays as it is.'),
      take: (value) => {
        minimum = value;
      },
    });
  const maximumStep: Step = (canGoBack) =>
    numberStep({
      title,
      canGoBack,
      // One of them is set, or nothing would happen.
      optional: minimum !== undefined,
      minimum: minimum ?? 0,
      value: maximum,
      prompt: minimum === undefined ? l10n.t('The most environments from then on.') : l10n.t('The most environments from then on. Left empty, it stays as it is.'),
      take: (value) => {
        maximum = value;
      },
    });
  const nameStep: Step = async (canGoBack) => {
    const answer = await askText({
      title,
      canGoBack,
      value: name === '' ? scheduleName(expression) : name,
      prompt: l10n.t('A name for the schedule'),
      check: (text) => {
        if (!isScheduleName(text)) return l10n.t('1 to 256 characters without : / |, and no space at its ends.');
        return schedules.some((each) => each.name === text) ? hint(l10n.t('Replaces the schedule of this name.')) : undefined;
      },
    });
    if (answer.type !== 'chosen') return answer.type;
    name = answer.value;
    return 'next';
  };

  if (!(await runSteps([zoneStep, presetStep, expressionStep, minimumStep, maximumStep, nameStep]))) return undefined;
  return {
    name,
    expression,
    ...(hasTimeZone(expression) && { timeZone }),
    ...(minimum !== undefined && { minimum }),
    ...(maximum !== undefined && { maximum }),
  };
}

/** What people most often want; each can be changed in the next step. */
function presets(timeZone: string, now: number): readonly Choice<string>[] {
  const choice = (label: string, value: string): Choice<string> => ({ label, description: value, value });
  return [
    choice(l10n.t('Weekdays at 8:00'), 'cron(0 8 ? * MON-FRI *)'),
    choice(l10n.t('Weekdays at 18:00'), 'cron(0 18 ? * MON-FRI *)'),
    choice(l10n.t('Every day at midnight'), 'cron(0 0 * * ? *)'),
    choice(l10n.t('Every hour'), 'rate(1 hour)'),
    choice(l10n.t('Once, tomorrow at 8:00'), tomorrowAt(8, timeZone, now)),
    { label: l10n.t('Type an expression…'), value: '' },
  ];
}

function scheduleMeaning(checked: CheckedSchedule, timeZone: string) {
  if (checked.type === 'next') {
    const at = new Intl.DateTimeFormat(env.language, { dateStyle: 'full', timeStyle: 'short', timeZone }).format(checked.next);
    return hint(l10n.t('Next: {0} ({1})', at, timeZone));
  }
  const problems: Readonly<Record<typeof checked.problem, string>> = {
    expression: l10n.t('Such as cron(0 8 ? * MON-FRI *), rate(1 hour) or at(2030-01-31T08:00:00). One of day-of-month and day-of-week is a question mark.'),
    timeZone: l10n.t('There is no time zone of this name.'),
    past: l10n.t('This time is over.'),
  };
  return problems[checked.problem];
}
