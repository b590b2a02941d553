/**
 * What Lambda itself tells of an environment, as the Telemetry API and the JSON log format have it (schema 2022-12-13 and later).
 * Durations are milliseconds with fractions, sizes MB; members that do not apply are absent.
 * Source: AWS Lambda Developer Guide, "Lambda Telemetry API Event schema reference".
 */
export type InitializationType = 'on-demand' | 'provisioned-concurrency' | 'snap-start';
/** `init`: before any invocation; `invoke`: once more, inside of one. */
export type InitPhase = 'init' | 'invoke';
/** `failure`: the runtime or an extension ended; `error`: it told of one. */
export type PlatformStatus = 'success' | 'error' | 'failure' | 'timeout';

export interface Span {
  readonly name: string;
  /** ISO 8601. */
  readonly start: string;
  readonly durationMs: number;
}

export interface Tracing {
  readonly spanId?: string;
  readonly type: 'X-Amzn-Trace-Id';
  readonly value: string;
}

interface Ended {
  readonly status: PlatformStatus;
  readonly errorType?: string;
}

interface Housed {
  readonly functionName: string;
  readonly functionVersion: string;
  readonly instanceId: string;
  /** In bytes. */
  readonly instanceMaxMemory: number;
  readonly runtimeVersion?: string;
  readonly runtimeVersionArn?: string;
}

export interface ReportMetrics {
  readonly durationMs: number;
  readonly billedDurationMs: number;
  readonly memorySizeMB: number;
  readonly maxMemoryUsedMB: number;
  readonly initDurationMs?: number;
  readonly restoreDurationMs?: number;
  readonly billedRestoreDurationMs?: number;
}

interface Records {
  'platform.initStart': Housed & { readonly initializationType: InitializationType; readonly phase: InitPhase };
  'platform.initRuntimeDone': Ended & { readonly initializationType: InitializationType; readonly phase: InitPhase };
  'platform.initReport': Ended & {
    readonly initializationType: InitializationType;
    readonly phase: InitPhase;
    readonly metrics: { readonly durationMs: number };
  };
  'platform.restoreStart': Housed;
  'platform.restoreRuntimeDone': Ended;
  'platform.restoreReport': Ended & { readonly metrics: { readonly durationMs: number } };
  'platform.start': {
    readonly requestId: string;
    /** In the JSON log format, not told to telemetry's subscribers; without a version or alias. */
    readonly functionArn?: string;
    readonly version: string;
    readonly tracing?: Tracing;
  };
  'platform.runtimeDone': Ended & {
    readonly requestId: string;
    readonly metrics?: { readonly durationMs: number; readonly producedBytes: number };
    readonly spans?: readonly Span[];
    readonly tracing?: Tracing;
  };
  /** Of the Logs API and the text format only; the Telemetry API has `platform.runtimeDone` instead. */
  'platform.end': { readonly requestId: string };
  'platform.report': Ended & { readonly requestId: string; readonly metrics: ReportMetrics; readonly tracing?: Tracing };
  'platform.extension': {
    readonly name: string;
    readonly state: string;
    readonly events: readonly string[];
    readonly errorType?: string;
  };
  'platform.telemetrySubscription': { readonly name: string; readonly state: string; readonly types: readonly string[] };
  'platform.logsDropped': { readonly reason: string; readonly droppedRecords: number; readonly droppedBytes: number };
}

export type PlatformRecordType = keyof Records;
/** One record, by its type. */
export type PlatformRecord = { readonly [Type in PlatformRecordType]: { readonly type: Type; readonly record: Records[Type] } }[PlatformRecordType];
export type PlatformRecordOf<Type extends PlatformRecordType> = Records[Type];

/** A function's LoggingConfig, with Lambda's defaults filled in. */
export interface LogSettings {
  readonly format: 'Text' | 'JSON';
  /** Of what the handler writes; JSON only. */
  readonly applicationLevel: LogLevel;
  /** Of Lambda's own records; JSON only. */
  readonly systemLevel: Extract<LogLevel, 'DEBUG' | 'INFO' | 'WARN'>;
  readonly group: string;
}

export type LogLevel = 'TRACE' | 'DEBUG' | 'INFO' | 'WARN' | 'ERROR' | 'FATAL';
