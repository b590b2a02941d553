/** The lines that Lambda itself writes to a function's log, in text format, each ended by a newline. */

export interface Report {
  readonly requestId: string;
  readonly durationMs: number;
  /** Of the initialisation, where this invocation was the first of its environment. */
  readonly initDurationMs?: number;
  readonly memorySizeMb: number;
  readonly maxMemoryUsedMb: number;
  readonly failure?: { readonly status: 'timeout' | 'error'; readonly errorType?: string };
}

export interface InitReport {
  readonly durationMs: number;
  readonly status: 'timeout' | 'error';
  readonly errorType?: string;
}

export function initStartLine(runtimeVersion: string, runtimeVersionArn: string): string {
  return `INIT_START Runtime Version: ${runtimeVersion}\tRuntime Version ARN: ${runtimeVersionArn}\n`;
}

export function startLine(requestId: string, version: string): string {
  return `START RequestId: ${requestId} Version: ${version}\n`;
}

export function endLine(requestId: string): string {
  return `END RequestId: ${requestId}\n`;
}

export function reportLine(report: Report): string {
  const fields = [
    `REPORT RequestId: ${report.requestId}`,
    `Duration: ${report.durationMs.toFixed(2)} ms`,
    `Billed Duration: ${billedDurationMs(report)} ms`,
    `Memory Size: ${report.memorySizeMb} MB`,
    `Max Memory Used: ${report.maxMemoryUsedMb} MB`,
    ...(report.initDurationMs === undefined ? [] : [`Init Duration: ${report.initDurationMs.toFixed(2)} ms`]),
    ...failureFields(report.failure),
  ];
  return `${fields.join('\t')}\t\n`;
}

export function initReportLine(report: InitReport): string {
  const fields = [
    `INIT_REPORT Init Duration: ${report.durationMs.toFixed(2)} ms`,
    'Phase: init',
    ...failureFields(report),
  ];
  return `${fields.join('\t')}\n`;
}

/** Initialisation and run together, rounded up to whole milliseconds. */
export function billedDurationMs(report: Pick<Report, 'durationMs' | 'initDurationMs'>): number {
  return Math.ceil(report.durationMs + (report.initDurationMs ?? 0));
}

function failureFields(failure: Report['failure']): string[] {
  if (failure === undefined) return [];
  const type = failure.errorType === undefined ? [] : [`Error Type: ${failure.errorType}`];
  return [`Status: ${failure.status}`, ...type];
}
