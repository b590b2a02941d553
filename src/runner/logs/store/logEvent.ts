/** Where an event lies in its group: events of one time are in this order. */
export interface EventPosition {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly segment: number;
  /** In bytes, within the segment. */
  readonly offset: number;
}

/** One event of a log: a line, or several that were written as one. Its text keeps its newline. */
export interface LogEvent {
  readonly at: number;
  /** When the store took it. */
  readonly ingestedAt: number;
  readonly stream: string;
  readonly text: string;
}

export interface StoredEvent extends LogEvent {
  readonly position: EventPosition;
}

export interface GroupInfo {
  readonly name: string;
  readonly createdAt: number;
  readonly retentionDays?: number;
  readonly storedBytes: number;
}

export interface StreamInfo {
  readonly name: string;
  readonly createdAt: number;
  /** Of its events; absent where it has none. */
  readonly firstEventAt?: number;
  readonly lastEventAt?: number;
  readonly lastIngestedAt?: number;
}

export function comparePositions(a: EventPosition, b: EventPosition): number {
  return a.at - b.at || a.segment - b.segment || a.offset - b.offset;
}
