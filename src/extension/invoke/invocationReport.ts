import { l10n } from 'vscode';
import type { InvokeResult, StreamResult } from '../../aws/lambdaApi.ts';
import type { FunctionTarget } from '../connections/lambdaConnection.ts';
import { formatMilliseconds } from '../ui/formats.ts';
import { functionErrorText } from './functionErrorText.ts';

/** A function as people name it, with its qualifier and where it is. */
export function targetName({ connection, functionName, qualifier }: FunctionTarget): string {
  const name = qualifier === undefined ? functionName : `${functionName}:${qualifier}`;
  return `${name} (${connection.connection.label})`;
}

/** Everything about an answer, as a text to read and to search. */
export function invocationReport(target: FunctionTarget, result: InvokeResult): string {
  const facts: readonly Fact[] = [
    [l10n.t('Function'), targetName(target)],
    [l10n.t('Status'), String(result.status)],
    [l10n.t('Function error'), result.functionError],
    [l10n.t('Executed version'), result.executedVersion],
    [l10n.t('Duration'), formatMilliseconds(result.elapsedMs)],
    [l10n.t('Request ID'), result.requestId],
  ];
  const error = result.functionError === undefined ? undefined : functionErrorText(result.payload);
  return [
    ...factLines(facts),
    ...section(l10n.t('Error'), error),
    ...section(l10n.t('Response'), prettyJson(result.payload)),
    ...section(l10n.t('Log (its last 4 KB)'), result.logTail?.trimEnd()),
    '',
  ].join('\n');
}

/** A name and what is known of it, if something is. */
export type Fact = readonly [name: string, value: string | undefined];

/** One line each, the values below each other. */
export function factLines(facts: readonly Fact[]): readonly string[] {
  const known = facts.flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]));
  const width = Math.max(...known.map(([name]) => name.length));
  return known.map(([name, value]) => `${name.padEnd(width)}  ${value}`);
}

export function section(title: string, text: string | undefined): readonly string[] {
  return text === undefined ? [] : ['', heading(title), text];
}

export function heading(title: string): string {
  return `── ${title} ──`;
}

/** One line for a function's log. */
export function invocationLine(result: InvokeResult, at: Date): string {
  const outcome = result.functionError === undefined ? String(result.status) : `${result.status} ${result.functionError}`;
  return `${at.toISOString()} ${l10n.t('Invoked: {0} in {1}', outcome, formatMilliseconds(result.elapsedMs))} → ${result.payload}`;
}

/** As `invocationLine`, of a streamed response. */
export function streamLine({ status, functionError, elapsedMs }: StreamResult, at: Date): string {
  const outcome = functionError === undefined ? String(status) : `${status} ${functionError}`;
  return `${at.toISOString()} ${l10n.t('Invoked, streaming: {0} in {1}', outcome, formatMilliseconds(elapsedMs))}`;
}

/** Indented where it is JSON, else as it came. */
export function prettyJson(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), undefined, 2);
  } catch {
    return text;
  }
}
