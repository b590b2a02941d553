import { l10n } from 'vscode';
import type { ProvisionedScaling, ScalingSchedule } from '../../../../aws/autoScaling/provisionedScalingApi.ts';
import { joined } from '../../../ui/formats.ts';

/** `2–20, 70%`, with the schedules besides. */
export function autoScalingText(scaling: ProvisionedScaling | undefined, language: string): string {
  if (scaling === undefined) return l10n.t('none');
  const { minimum, maximum, tracking, schedules, suspended } = scaling;
  const limits = joined(', ', range(minimum, maximum), tracking && percent(tracking.target, language));
  const scheduled = schedules.length === 1 ? l10n.t('1 schedule') : l10n.t('{0} schedules', schedules.length);
  return joined(
    ' · ',
    limits,
    schedules.length === 0 ? undefined : scheduled,
    Object.values(suspended).some(Boolean) ? l10n.t('suspended in part') : undefined,
  );
}

/** All of it, one line each. */
export function autoScalingLines(scaling: ProvisionedScaling, language: string): string {
  const { minimum, maximum, tracking, otherPolicies, schedules, suspended } = scaling;
  return joined(
    '\n',
    l10n.t('Environments: {0}', range(minimum, maximum)),
    tracking === undefined ? l10n.t('No utilization is tracked.') : l10n.t('Target utilization: {0}', percent(tracking.target, language)),
    tracking?.scaleInDisabled === true ? l10n.t('It scales out only.') : undefined,
    ...otherPolicies.map((name) => l10n.t('Further policy: {0}', name)),
    ...schedules.map((schedule) => l10n.t('Schedule: {0}', scheduleText(schedule))),
    suspended.scaleOut ? l10n.t('Scaling out is suspended.') : undefined,
    suspended.scaleIn ? l10n.t('Scaling in is suspended.') : undefined,
    suspended.schedules ? l10n.t('Schedules are suspended.') : undefined,
  );
}

/** `cron(0 8 ? * MON-FRI *), Europe/Berlin → 10–50`; a limit that it leaves as it is is not named. */
export function scheduleText({ expression, timeZone, minimum, maximum }: ScalingSchedule): string {
  return `${joined(', ', expression, timeZone)} → ${limitsText(minimum, maximum)}`;
}

function limitsText(minimum: number | undefined, maximum: number | undefined): string {
  if (minimum === undefined) return maximum === undefined ? '' : l10n.t('at most {0}', maximum);
  return maximum === undefined ? l10n.t('at least {0}', minimum) : range(minimum, maximum);
}

function range(minimum: number, maximum: number): string {
  return `${minimum}–${maximum}`;
}

function percent(share: number, language: string): string {
  return new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 1 }).format(share);
}
