import type { PlatformRecord, PlatformRecordType } from '../../../lambda/logs/platformRecord.ts';
import type { SchemaVersion } from './schemaVersions.ts';
import type { TelemetryEntry } from './telemetry.ts';

interface Event {
  readonly type: string;
  readonly record: unknown;
}

/** The JSON texts that a subscriber of a schema gets for an entry: one, as a rule; none where the schema does not know it. */
export type EntryFormat = (at: number, entry: TelemetryEntry) => readonly string[];

/** Source: AWS Lambda Developer Guide, "Lambda Telemetry API Event schema reference" and "Using the Lambda Logs API". */
export function entryFormat(version: SchemaVersion): EntryFormat {
  const events = schemas[version];
  return (at, entry) => {
    const time = new Date(at).toISOString();
    return events(entry).map(({ type, record }) => JSON.stringify({ time, type, record }));
  };
}

const schemas: Readonly<Record<SchemaVersion, (entry: TelemetryEntry) => readonly Event[]>> = {
  '2020-08-15': (entry) => logsEvents(entry, false),
  '2021-03-18': (entry) => logsEvents(entry, true),
  '2022-07-01': (entry) => telemetryEvents(entry, false),
  '2022-12-13': (entry) => telemetryEvents(entry, true),
  '2025-01-29': (entry) => telemetryEvents(entry, true),
};

function telemetryEvents(entry: TelemetryEntry, objects: boolean): readonly Event[] {
  if (entry.type === 'function' || entry.type === 'extension') return [logEvent(entry.type, entry.record, objects)];
  // The Telemetry API tells the end by platform.runtimeDone.
  return entry.type === 'platform.end' ? [] : [entry];
}

/** `objects`: what was logged as JSON stays an object; else it is the line that was written. Lines keep their newline. */
function logEvent(type: 'function' | 'extension', record: string | object, objects: boolean): Event {
  if (typeof record === 'string') return { type, record: record.endsWith('\n') ? record : `${record}\n` };
  return { type, record: objects ? record : `${JSON.stringify(record)}\n` };
}

/** `runtimeDone`: whether the schema has that record. */
function logsEvents(entry: TelemetryEntry, runtimeDone: boolean): readonly Event[] {
  if (entry.type === 'function' || entry.type === 'extension') return [logEvent(entry.type, entry.record, false)];
  if (entry.type === 'platform.runtimeDone' && !runtimeDone) return faults(entry);
  return logsPlatformEvents[entry.type]?.(entry) ?? [];
}

const logsPlatformEvents: Readonly<Partial<Record<PlatformRecordType, (entry: PlatformRecord) => readonly Event[]>>> = {
  'platform.start': (entry) => [pick(entry, ['requestId', 'version'])],
  'platform.end': (entry) => [entry],
  'platform.report': (entry) => [pick(entry, ['requestId', 'metrics', 'tracing'])],
  'platform.runtimeDone': (entry) => [...faults(entry), pick(entry, ['requestId', 'status'])],
  'platform.extension': (entry) => [entry],
  'platform.telemetrySubscription': ({ record }) => [{ type: 'platform.logsSubscription', record }],
  'platform.logsDropped': (entry) => [entry],
};

/** The Logs API's word for an invocation that the runtime did not end by itself. */
function faults(entry: PlatformRecord): readonly Event[] {
  if (entry.type !== 'platform.runtimeDone') return [];
  const { requestId, status, errorType } = entry.record;
  if (status !== 'failure' && status !== 'timeout') return [];
  const cause = errorType === undefined ? '' : `\tErrorType: ${errorType}`;
  return [{ type: 'platform.fault', record: `RequestId: ${requestId}\tStatus: ${status}${cause}\n` }];
}

function pick({ type, record }: PlatformRecord, members: readonly string[]): Event {
  return { type, record: Object.fromEntries(Object.entries(record).filter(([member]) => members.includes(member))) };
}
