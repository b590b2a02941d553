import type { PlatformRecord } from '../../../lambda/logs/platformRecord.ts';
import type { EnvironmentApi } from '../environmentApi.ts';

/** What subscribers may be told; the text of a log is one line or frame, without its newline. */
export type TelemetryEntry =
  | PlatformRecord
  | { readonly type: 'function'; readonly record: string | object }
  | { readonly type: 'extension'; readonly record: string | object };

/**
 * The Telemetry API (`PUT /2022-07-01/telemetry`) and the Logs API (`PUT /2020-08-15/logs`) of one environment: takes subscriptions
 * while it initialises, gathers entries by their buffering, and delivers them by HTTP or TCP. Subscriptions last as long as the
 * environment does, over the ends of its processes.
 */
export interface Telemetry extends EnvironmentApi {
  /** False: nobody will ever hear, so that entries need not be made. */
  readonly wanted: boolean;
  /** `at`: milliseconds since the epoch. Never throws and never waits. */
  tell(at: number, entry: TelemetryEntry): void;
  /** The environment initialises again: subscriptions are taken as at first. */
  openSubscriptions(): void;
  /** Initialisation is over: later subscriptions are refused. */
  closeSubscriptions(): void;
  /** Delivers what is gathered, as far as it can until `deadlineMs` (milliseconds from now). */
  flush(deadlineMs: number): Promise<void>;
  /** Ends deliveries and connections at once. */
  dispose(): void;
}
