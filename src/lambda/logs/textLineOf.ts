import type { PlatformRecord, PlatformRecordOf, PlatformRecordType, PlatformStatus, ReportMetrics, Tracing } from './platformRecord.ts';

type Writers = { readonly [Type in PlatformRecordType]?: (record: PlatformRecordOf<Type>) => string | undefined };

/** Records that are not here have no line. */
const writers: Writers = {
  'platform.initStart': (record) => (record.phase === 'init' ? versionLine('INIT_START', record) : undefined),
  'platform.initReport': initReport,
  'platform.restoreStart': (record) => versionLine('RESTORE_START', record),
  'platform.restoreReport': (record) => `${fields([`RESTORE_REPORT Restore Duration: ${ms(record.metrics.durationMs)}`, ...endFields(record)])}\n`,
  'platform.start': ({ requestId, version }) => `START RequestId: ${requestId} Version: ${version}\n`,
  'platform.end': ({ requestId }) => `END RequestId: ${requestId}\n`,
  'platform.report': (record) => `${reportFields(record)}\t\n${traceLine(record.tracing)}`,
  'platform.extension': (record) =>
    `${fields([
      'EXTENSION',
      `Name: ${record.name}`,
      `State: ${record.state}`,
      `Events: [${record.events.join(', ')}]`,
      ...(record.errorType === undefined ? [] : [`Error Type: ${record.errorType}`]),
    ])}\n`,
  'platform.telemetrySubscription': (record) =>
    `${fields(['TELEMETRY', `Name: ${record.name}`, `State: ${record.state}`, `Types: [${record.types.map(capitalized).join(', ')}]`])}\n`,
};

/**
 * The record as Lambda's text format has it, ended by a newline; undefined where that format says nothing of it. A REPORT of a sampled
 * trace has two lines, which are one event of the log.
 */
export function textLineOf(record: PlatformRecord): string | undefined {
  return write(record.type, record.record);
}

/** What Lambda writes where a function's time is up, before END. `at`: milliseconds since the epoch. */
export function timeoutLine(at: number, requestId: string, timeoutSeconds: number): string {
  return `${new Date(at).toISOString()} ${requestId} Task timed out after ${timeoutSeconds.toFixed(2)} seconds\n\n`;
}

function write<Type extends PlatformRecordType>(type: Type, record: PlatformRecordOf<Type>): string | undefined {
  return (writers as { readonly [T in Type]?: (record: PlatformRecordOf<T>) => string | undefined })[type]?.(record);
}

/** On demand, only what went wrong has a line; otherwise nobody's REPORT would tell how long it took. */
function initReport(record: PlatformRecordOf<'platform.initReport'>): string | undefined {
  const { initializationType, phase, status, metrics } = record;
  if (status === 'success' && initializationType === 'on-demand') return undefined;
  const duration = `INIT_REPORT Init Duration: ${ms(metrics.durationMs)}`;
  return status === 'success' ? `${duration}\n` : `${fields([duration, `Phase: ${phase}`, ...endFields(record)])}\n`;
}

function versionLine(name: string, record: { readonly runtimeVersion?: string; readonly runtimeVersionArn?: string }): string | undefined {
  if (record.runtimeVersion === undefined) return undefined;
  return `${fields([`${name} Runtime Version: ${record.runtimeVersion}`, `Runtime Version ARN: ${record.runtimeVersionArn ?? ''}`])}\n`;
}

function reportFields(record: PlatformRecordOf<'platform.report'>): string {
  const { metrics } = record;
  return fields([
    `REPORT RequestId: ${record.requestId}`,
    `Duration: ${ms(metrics.durationMs)}`,
    `Billed Duration: ${metrics.billedDurationMs} ms`,
    `Memory Size: ${metrics.memorySizeMB} MB`,
    `Max Memory Used: ${metrics.maxMemoryUsedMB} MB`,
    ...startFields(metrics),
    ...endFields(record),
  ]);
}

function startFields({ initDurationMs, restoreDurationMs, billedRestoreDurationMs }: ReportMetrics): string[] {
  return [
    ...(initDurationMs === undefined ? [] : [`Init Duration: ${ms(initDurationMs)}`]),
    ...(restoreDurationMs === undefined ? [] : [`Restore Duration: ${ms(restoreDurationMs)}`]),
    ...(billedRestoreDurationMs === undefined ? [] : [`Billed Restore Duration: ${billedRestoreDurationMs} ms`]),
  ];
}

/** `failure` is `error` in text. */
function endFields({ status, errorType }: { readonly status: PlatformStatus; readonly errorType?: string }): string[] {
  if (status === 'success') return [];
  return [`Status: ${status === 'failure' ? 'error' : status}`, ...(errorType === undefined ? [] : [`Error Type: ${errorType}`])];
}

/** Of a trace that is sampled, and no other. */
function traceLine(tracing: Tracing | undefined): string {
  // Most are not sampled: seen without taking them apart.
  if (tracing?.value.includes('Sampled=1') !== true) return '';
  const parts = new Map(tracing.value.split(';').map((part) => [part.slice(0, part.indexOf('=')).trim(), part.slice(part.indexOf('=') + 1)]));
  const root = parts.get('Root');
  if (root === undefined) return '';
  const segment = tracing.spanId ?? parts.get('Parent');
  return `${fields([`XRAY TraceId: ${root}`, ...(segment === undefined ? [] : [`SegmentId: ${segment}`]), 'Sampled: true'])}\t\n`;
}

function ms(duration: number): string {
  return `${duration.toFixed(2)} ms`;
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function fields(parts: readonly string[]): string {
  return parts.join('\t');
}
