import type { Clock } from '../../common/clock.ts';
import { LineSplitter } from '../../common/lineSplitter.ts';
import { jsonLineOf } from '../../lambda/logs/jsonLineOf.ts';
import { isApplicationLineLogged } from '../../lambda/logs/applicationLevels.ts';
import type { LogFrame } from '../../lambda/logs/logFrames.ts';
import type { PlatformRecord } from '../../lambda/logs/platformRecord.ts';
import { isLogged } from '../../lambda/logs/systemLevels.ts';
import { textLineOf, timeoutLine } from '../../lambda/logs/textLineOf.ts';
import type { EnvironmentInfo } from '../../protocol/runner.ts';
import type { EventSink } from '../observe/eventSink.ts';
import type { FunctionVersion } from '../resources/functionVersion.ts';
import { type Ending, reportedStatus } from './ending.ts';
import { EnvironmentLog } from './environmentLog.ts';
import { type Invocation, tracingOf } from './invocation.ts';
import { responseSpans } from './responseSpans.ts';
import type { Telemetry } from './telemetry/telemetry.ts';

export interface Measured {
  /** When it began, in milliseconds since the epoch and on the monotonic clock. */
  readonly startedAt: number;
  readonly started: number;
  readonly durationMs: number;
  /** In the first invocation of the environment only. */
  readonly initDurationMs?: number;
  readonly restoreDurationMs?: number;
  readonly maxMemoryUsedBytes: number;
}

/**
 * Writes down what happens in one environment: Lambda's lines in its log, entries for its Telemetry API, and events for those who
 * watch the region.
 */
export class EnvironmentJournal {
  readonly log: EnvironmentLog;
  readonly #clock: Clock;
  readonly #sink: EventSink;
  readonly #version: FunctionVersion;
  readonly #environmentId: string;
  readonly #json: boolean;
  /** Whether the service itself chooses among lines by their level. */
  readonly #chooses: boolean;
  #telemetry: Telemetry | undefined;
  readonly #functionLines: LineSplitter;
  readonly #extensionLines = new Map<string, LineSplitter>();

  constructor(clock: Clock, sink: EventSink, version: FunctionVersion, environmentId: string, logStream: string) {
    this.#clock = clock;
    this.#sink = sink;
    this.#version = version;
    this.#environmentId = environmentId;
    const { logging } = version.execution;
    this.#json = logging.format === 'JSON';
    this.#chooses = this.#json && logging.applicationLevel !== 'TRACE';
    const functionName = this.#functionName;
    this.log = new EnvironmentLog((text, whole, at = clock.now()) =>
      sink.emit({ type: 'logged', at, functionName, logGroup: logging.group, logStream, text, ...(whole && { whole }) }),
    );
    this.#functionLines = new LineSplitter((line) => this.#line('function', line));
  }

  get #functionName(): string {
    return this.#version.settings.FunctionName;
  }

  /** Whose subscribers hear from now on. */
  tellTo(telemetry: Telemetry): void {
    this.#telemetry = telemetry;
  }

  changed(environment: EnvironmentInfo): void {
    this.#sink.emit({ type: 'environmentChanged', at: this.#clock.now(), environment });
  }

  stopped(reason: string): void {
    this.#sink.emit({ type: 'environmentStopped', at: this.#clock.now(), id: this.#environmentId, functionName: this.#functionName, reason });
  }

  /** Output of the runtime's process. */
  output(text: string): void {
    if (!this.#chooses) this.log.output(text);
    if (this.#chooses || this.#telemetry?.wanted === true) this.#functionLines.push(text);
  }

  /** What the runtime wrote in a frame: one event, already chosen by its level. */
  frame({ at, text }: LogFrame): void {
    this.log.event(text, at);
    this.#tellLine('function', text, at);
  }

  extensionOutput(name: string, text: string): void {
    this.log.output(text);
    if (this.#telemetry?.wanted !== true) return;
    let lines = this.#extensionLines.get(name);
    if (lines === undefined) {
      lines = new LineSplitter((line) => this.#line('extension', line));
      this.#extensionLines.set(name, lines);
    }
    lines.push(text);
  }

  /** The processes are gone: what they wrote last may have no line end. */
  outputEnded(): void {
    this.#functionLines.end();
    for (const lines of this.#extensionLines.values()) lines.end();
  }

  /** What Lambda itself tells. */
  platform(entry: PlatformRecord): void {
    const at = this.#clock.now();
    if (this.#telemetry?.wanted === true) this.#telemetry.tell(at, entry);
    const line = this.#json ? this.#jsonLine(at, entry) : textLineOf(entry);
    if (line !== undefined) this.log.event(line);
  }

  invocationStarted(invocation: Invocation, cold: boolean): void {
    const { requestId } = invocation;
    this.#sink.emit({
      type: 'invocationStarted',
      at: this.#clock.now(),
      requestId,
      functionName: this.#functionName,
      environmentId: this.#environmentId,
      cold,
      ...(invocation.spillover !== undefined && { spillover: invocation.spillover }),
    });
    this.platform({ type: 'platform.start', record: { requestId, version: this.#version.version, ...tracingOf(invocation) } });
  }

  invocationEnded(invocation: Invocation, ending: Ending, measured: Measured): void {
    const { requestId } = invocation;
    const { MemorySize, Timeout } = this.#version.settings;
    const { durationMs, initDurationMs, restoreDurationMs } = measured;
    if (ending.outcome === 'timeout' && !this.#json) {
      this.log.event(timeoutLine(this.#clock.now(), requestId, Timeout));
    }
    const ended = { requestId, ...reportedStatus(ending), ...tracingOf(invocation) };
    this.#runtimeDone(ended, ending, measured);
    this.platform({ type: 'platform.end', record: { requestId } });
    this.platform({
      type: 'platform.report',
      record: {
        ...ended,
        metrics: {
          durationMs,
          billedDurationMs: Math.ceil(durationMs + (initDurationMs ?? 0) + (restoreDurationMs ?? 0)),
          memorySizeMB: MemorySize,
          maxMemoryUsedMB: Math.min(MemorySize, Math.ceil(measured.maxMemoryUsedBytes / 1024 / 1024)),
          ...(initDurationMs !== undefined && { initDurationMs }),
          ...(restoreDurationMs !== undefined && { restoreDurationMs, billedRestoreDurationMs: Math.ceil(restoreDurationMs) }),
        },
      },
    });
    this.#sink.emit({
      type: 'invocationEnded',
      at: this.#clock.now(),
      requestId,
      functionName: this.#functionName,
      environmentId: this.#environmentId,
      outcome: ending.outcome,
      durationMs,
      ...(initDurationMs !== undefined && { initDurationMs }),
    });
  }

  /** Has no line in the text format: made only where somebody hears it. */
  #runtimeDone(ended: { requestId: string; status: 'success' | 'error' | 'failure' | 'timeout' }, ending: Ending, measured: Measured): void {
    if (!this.#json && this.#telemetry?.wanted !== true) return;
    const { durationMs } = measured;
    this.platform({
      type: 'platform.runtimeDone',
      record: { ...ended, metrics: { durationMs, producedBytes: ending.answer?.producedBytes ?? 0 }, ...responseSpans(ending.answer, measured) },
    });
  }

  #jsonLine(at: number, entry: PlatformRecord): string | undefined {
    return isLogged(entry, this.#version.execution.logging) ? jsonLineOf(at, entry) : undefined;
  }

  /** A whole line of output. */
  #line(type: 'function' | 'extension', line: string): void {
    if (this.#chooses && type === 'function') {
      if (!isApplicationLineLogged(line, this.#version.execution.logging)) return;
      this.log.output(`${line}\n`);
    }
    this.#tellLine(type, line, this.#clock.now());
  }

  #tellLine(type: 'function' | 'extension', line: string, at: number): void {
    if (this.#telemetry?.wanted === true) this.#telemetry.tell(at, { type, record: this.#recordOf(line) });
  }

  /** In the JSON format, a line that is an object is told as one. */
  #recordOf(line: string): string | object {
    if (!this.#json || !line.startsWith('{')) return line;
    try {
      const value: unknown = JSON.parse(line);
      return typeof value === 'object' && value !== null ? value : line;
    } catch {
      return line;
    }
  }
}
