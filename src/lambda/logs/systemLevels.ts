import type { LogLevel, LogSettings, PlatformRecord, PlatformRecordOf, PlatformRecordType } from './platformRecord.ts';

export type SystemLevel = LogSettings['systemLevel'];

type Ended = { readonly status: string };

/** Source: AWS Lambda Developer Guide, "System log level event mapping". */
const levels: { readonly [Type in PlatformRecordType]: (record: PlatformRecordOf<Type>) => SystemLevel } = {
  'platform.initStart': (record) => (record.runtimeVersion === undefined ? 'DEBUG' : 'INFO'),
  'platform.initRuntimeDone': (record) => unlessFailed(record, 'DEBUG'),
  'platform.initReport': (record) => unlessFailed(record, record.initializationType === 'on-demand' ? 'DEBUG' : 'INFO'),
  'platform.restoreStart': (record) => (record.runtimeVersion === undefined ? 'DEBUG' : 'INFO'),
  'platform.restoreRuntimeDone': (record) => unlessFailed(record, 'DEBUG'),
  'platform.restoreReport': (record) => unlessFailed(record, 'INFO'),
  'platform.start': () => 'INFO',
  'platform.runtimeDone': (record) => unlessFailed(record, 'DEBUG'),
  'platform.end': () => 'INFO',
  'platform.report': (record) => unlessFailed(record, 'INFO'),
  'platform.extension': (record) => (record.errorType === undefined ? 'INFO' : 'WARN'),
  'platform.telemetrySubscription': () => 'INFO',
  'platform.logsDropped': () => 'WARN',
};

export function systemLevelOf(record: PlatformRecord): SystemLevel {
  return level(record.type, record.record);
}

/** Whether a record of Lambda's own goes to the function's log. The text format has all that it has a line for, and JSON has no end. */
export function isLogged(record: PlatformRecord, settings: Pick<LogSettings, 'format' | 'systemLevel'>): boolean {
  if (settings.format === 'Text') return true;
  return record.type !== 'platform.end' && isAtLeast(systemLevelOf(record), settings.systemLevel);
}

const severities: readonly LogLevel[] = ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL'];

export function isAtLeast(level: LogLevel, least: LogLevel): boolean {
  return severities.indexOf(level) >= severities.indexOf(least);
}

function level<Type extends PlatformRecordType>(type: Type, record: PlatformRecordOf<Type>): SystemLevel {
  return levels[type](record);
}

function unlessFailed(record: Ended, level: SystemLevel): SystemLevel {
  return record.status === 'success' ? level : 'WARN';
}
