/** One event of a log. */
export interface LogEvent {
  /** Of its log group. */
  readonly stream: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** One or more lines, most often without the last one's end. */
  readonly text: string;
}

export interface LatestEvents {
  readonly logGroup: string;
  readonly limit: number;
  /** Milliseconds since the epoch: only what was before. */
  readonly before?: number;
  /** Of the group's streams only these; absent: all. */
  readonly ofStream?: (name: string) => boolean;
}

/** The logs that CloudWatch Logs keeps, as the UI needs them. Throws CodedError `LOGS_UNAVAILABLE` and nothing else. */
export interface LogsApi {
  /** The last events, in the order of time; none of a group that is not there. */
  latestEvents(query: LatestEvents, signal?: AbortSignal): Promise<readonly LogEvent[]>;
}
