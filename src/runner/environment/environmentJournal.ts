import type { Clock } from '../../common/clock.ts';
import type { Identity } from '../../lambda/arn.ts';
import { endLine, type InitReport, initReportLine, initStartLine, reportLine, startLine } from '../../lambda/logLines.ts';
import type { EnvironmentInfo } from '../../protocol/runner.ts';
import type { EventSink } from '../observe/eventSink.ts';
import type { FunctionVersion } from '../resources/functionVersion.ts';
import { type Ending, failureOf } from './ending.ts';
import { EnvironmentLog } from './environmentLog.ts';

export interface Measured {
  readonly durationMs: number;
  /** In the first invocation of the environment only. */
  readonly initDurationMs?: number;
  readonly maxMemoryUsedBytes: number;
}

/** Writes down what happens in one environment: Lambda's lines in its log, and events for those who watch. */
export class EnvironmentJournal {
  readonly log: EnvironmentLog;
  readonly #clock: Clock;
  readonly #sink: EventSink;
  readonly #version: FunctionVersion;
  readonly #environmentId: string;

  constructor(clock: Clock, sink: EventSink, version: FunctionVersion, environmentId: string, logStream: string) {
    this.#clock = clock;
    this.#sink = sink;
    this.#version = version;
    this.#environmentId = environmentId;
    const functionName = this.#functionName;
    this.log = new EnvironmentLog((text) => sink.emit({ type: 'logged', at: clock.now(), functionName, logStream, text }));
  }

  get #functionName(): string {
    return this.#version.settings.FunctionName;
  }

  changed(environment: EnvironmentInfo): void {
    this.#sink.emit({ type: 'environmentChanged', at: this.#clock.now(), environment });
  }

  stopped(reason: string): void {
    this.#sink.emit({ type: 'environmentStopped', at: this.#clock.now(), id: this.#environmentId, functionName: this.#functionName, reason });
  }

  initStarted({ partition, region }: Identity): void {
    this.log.line(initStartLine(this.#version.settings.Runtime, `arn:${partition}:lambda:${region}::runtime:local`));
  }

  initFailed(report: InitReport): void {
    this.log.line(initReportLine(report));
  }

  invocationStarted(requestId: string, cold: boolean): void {
    this.#sink.emit({
      type: 'invocationStarted',
      at: this.#clock.now(),
      requestId,
      functionName: this.#functionName,
      environmentId: this.#environmentId,
      cold,
    });
    this.log.line(startLine(requestId, this.#version.version));
  }

  invocationEnded(requestId: string, ending: Ending, measured: Measured): void {
    const { MemorySize, Timeout } = this.#version.settings;
    const { maxMemoryUsedBytes, ...durations } = measured;
    if (ending.outcome === 'timeout') {
      this.log.line(`${new Date(this.#clock.now()).toISOString()} ${requestId} Task timed out after ${Timeout.toFixed(2)} seconds\n\n`);
    }
    this.log.line(endLine(requestId));
    this.log.line(
      reportLine({
        requestId,
        ...durations,
        memorySizeMb: MemorySize,
        maxMemoryUsedMb: Math.ceil(maxMemoryUsedBytes / 1024 / 1024),
        ...failureOf(ending),
      }),
    );
    this.#sink.emit({
      type: 'invocationEnded',
      at: this.#clock.now(),
      requestId,
      functionName: this.#functionName,
      environmentId: this.#environmentId,
      outcome: ending.outcome,
      ...durations,
    });
  }
}
