import { l10n } from 'vscode';
import type { LoadPlan } from '../../lambda/scaling/load/loadPlan.ts';
import { type LoadProgress, type LoadResult, type LoadTotals, sumOf } from '../../lambda/scaling/load/loadResult.ts';
import type { Quantiles } from '../../lambda/scaling/simulation/result.ts';
import type { FunctionTarget } from '../connections/lambdaConnection.ts';
import { type Fact, factLines, section, targetName } from '../invoke/invocationReport.ts';
import { formatMilliseconds } from '../ui/formats.ts';

/** What a load measured, as a text to read and to search. */
export function loadReportText(target: FunctionTarget, plan: LoadPlan, rate: number, result: LoadResult): string {
  const { sent, shed, succeeded, functionErrors, throttled, failed, unanswered, achievedRate, sendingMs, endedBy, peakInFlight } = result;
  const facts: readonly Fact[] = [
    [l10n.t('Function'), targetName(target)],
    [l10n.t('Load'), l10n.t('{0} invocations a second on average, for {1}', rate, formatMilliseconds(plan.seconds * 1000))],
    [l10n.t('Sent'), l10n.t('{0}, {1} a second in {2}', sent, achievedRate.toFixed(1), formatMilliseconds(sendingMs))],
    [l10n.t('Ended'), endings()[endedBy]],
    [l10n.t('Succeeded'), String(succeeded)],
    [l10n.t('Function errors'), String(functionErrors)],
    [l10n.t('Throttled'), String(sumOf(throttled))],
    [l10n.t('Failed'), String(sumOf(failed))],
    [l10n.t('Not answered'), seldom(unanswered)],
    [l10n.t('Not sent, as too many were under way'), seldom(shed)],
    [l10n.t('Most under way'), String(peakInFlight)],
    [l10n.t('Latency, from when each was due'), quantilesText(result.latencyMs)],
    [l10n.t('Sent later than due by'), quantilesText(result.latenessMs)],
  ];
  return [...factLines(facts), ...section(l10n.t('Throttled'), kinds(throttled)), ...section(l10n.t('Failed'), kinds(failed)), ''].join('\n');
}

/** For notifications, while it runs and when it has ended. */
export function loadProgressText({ sent, throttled, functionErrors, failed, latencyMs }: LoadTotals & Pick<LoadProgress, 'latencyMs'>): string {
  const wrong = functionErrors + sumOf(failed);
  const text = l10n.t('{0} sent, {1} throttled, {2} failed', sent, sumOf(throttled), wrong);
  return latencyMs === undefined ? text : `${text}, p99 ${formatMilliseconds(latencyMs.p99)}`;
}

function endings(): Readonly<Record<LoadResult['endedBy'], string | undefined>> {
  return { time: undefined, maximum: l10n.t('when as many were sent as may be'), stopped: l10n.t('when it was stopped') };
}

function seldom(count: number): string | undefined {
  return count === 0 ? undefined : String(count);
}

function quantilesText(times: Quantiles | undefined): string | undefined {
  if (times === undefined) return undefined;
  const { p50, p90, p99, max } = times;
  return `p50 ${formatMilliseconds(p50)}, p90 ${formatMilliseconds(p90)}, p99 ${formatMilliseconds(p99)}, max ${formatMilliseconds(max)}`;
}

function kinds(counts: Readonly<Record<string, number>>): string | undefined {
  const entries = Object.entries(counts).toSorted(([, a], [, b]) => b - a);
  return entries.length === 0 ? undefined : entries.map(([name, count]) => `${count}  ${name}`).join('\n');
}
