import { type LoadProgress, type LoadResult, sumOf } from '../../lambda/scaling/load/loadResult.ts';
import type { Quantiles } from '../../lambda/scaling/simulation/result.ts';
import { printable } from './printable.ts';

/** What was measured, as a table. `title`: what was loaded, and how. */
export function loadReport(title: string, result: LoadResult): string {
  const { sent, shed, succeeded, functionErrors, throttled, failed, unanswered, sendingMs } = result;
  const rows: readonly Row[] = [
    ['Sent', sent, `${perSecond(result.achievedRate)} in ${(sendingMs / 1000).toFixed(1)} s${endings[result.endedBy]}`],
    ['Succeeded', succeeded, ''],
    ['Function errors', functionErrors, ''],
    ['Throttled', sumOf(throttled), kinds(throttled)],
    ['Failed', sumOf(failed), kinds(failed)],
    ...optional('Not answered', unanswered, 'still under way in the end'),
    ...optional('Not sent', shed, `too many were under way: ${perSecond(result.askedRate)} were due (--in-flight)`),
    ['Most under way', result.peakInFlight, ''],
  ];
  return printable(`${title}\n\n${rows.map(rowText).join('')}\n${timesText('Latency', result.latencyMs)}${timesText('Sent late by', result.latenessMs)}`);
}

const endings: Readonly<Record<LoadResult['endedBy'], string>> = { time: '', maximum: ', as many as may be sent', stopped: ', then stopped' };

type Row = readonly [name: string, count: number, remark: string];

function optional(name: string, count: number, remark: string): readonly Row[] {
  return count === 0 ? [] : [[name, count, remark]];
}

function rowText([name, count, remark]: Row): string {
  return `${name.padEnd(16)}${String(count).padStart(9)}  ${remark}`.trimEnd() + '\n';
}

function timesText(name: string, times: Quantiles | undefined): string {
  if (times === undefined) return '';
  const { p50, p90, p99, max } = times;
  return `${name.padEnd(16)}  p50 ${milliseconds(p50)}  p90 ${milliseconds(p90)}  p99 ${milliseconds(p99)}  max ${milliseconds(max)}\n`;
}

function kinds(counts: Readonly<Record<string, number>>): string {
  return Object.entries(counts)
    .toSorted(([, a], [, b]) => b - a)
    .map(([name, count]) => `${count} ${name}`)
    .join(', ');
}

/** One line for a terminal, while it runs. */
export function progressLine(progress: LoadProgress): string {
  const { elapsedMs, sent, shed, functionErrors, throttled, failed, inFlight, latencyMs } = progress;
  const parts = [
    `${Math.round(elapsedMs / 1000)} s`,
    `${sent} sent`,
    `${functionErrors} function errors`,
    `${sumOf(throttled)} throttled`,
    `${sumOf(failed)} failed`,
    ...(shed > 0 ? [`${shed} not sent`] : []),
    `${inFlight} under way`,
    ...(latencyMs === undefined ? [] : [`p99 ${milliseconds(latencyMs.p99)}`]),
  ];
  return parts.join(' · ');
}

/** Whether all that was asked was sent, and answered well or throttled. What was stopped need not be answered. */
export function wentWell({ shed, functionErrors, failed, unanswered, endedBy }: LoadResult): boolean {
  return shed === 0 && functionErrors === 0 && sumOf(failed) === 0 && (unanswered === 0 || endedBy === 'stopped');
}

function perSecond(rate: number): string {
  return `${rate.toFixed(rate < 10 ? 2 : 1)}/s`;
}

function milliseconds(value: number): string {
  return value >= 1000 ? `${(value / 1000).toFixed(2)} s` : `${value.toFixed(value < 10 ? 2 : 1)} ms`;
}
