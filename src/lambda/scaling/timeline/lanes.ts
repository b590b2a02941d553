import { coalesce } from './coalesce.ts';
import type { Lane, Segment, SegmentKind } from './lane.ts';
import type { EnvironmentPhase, InvocationEnded, InvocationStarted, TimelineEnvironment } from './timelineEvent.ts';

type Writable<T> = { -readonly [K in keyof T]: T[K] };
type OwnSegment = Writable<Segment>;
type OwnLane = Omit<Writable<Lane>, 'segments'> & { segments: OwnSegment[] };

const segmentOf: Readonly<Record<EnvironmentPhase, SegmentKind | undefined>> = {
  starting: 'init',
  busy: 'invoke',
  idle: undefined,
  stopping: 'shutdown',
};

export interface LaneBounds {
  readonly lanes: number;
  /** Of all lanes together. */
  readonly segments: number;
}

/** Environments one below the other. Bounded: ended ones are forgotten first, and close invocations are joined where there are too many. */
export class Lanes {
  readonly #lanes = new Map<string, OwnLane>();
  readonly #bounds: LaneBounds;

  constructor(bounds: LaneBounds = { lanes: 2000, segments: 100_000 }) {
    this.#bounds = bounds;
  }

  get(id: string): Lane | undefined {
    return this.#lanes.get(id);
  }

  all(): Iterable<Lane> {
    return this.#lanes.values();
  }

  get size(): number {
    return this.#lanes.size;
  }

  /** Begins a lane that is not known yet: in init where it is starting, and otherwise as one that has initialised some time ago. */
  begin({ id, functionName, version, state, startedAt, pid, initDurationMs, provisioned = false }: TimelineEnvironment): void {
    const lane: OwnLane = {
      id, functionName, version, provisioned, startedAt, endedAt: Number.POSITIVE_INFINITY, state: 'starting', invocations: 0, segments: [],
      ...(pid !== undefined && { pid }),
    };
    this.#lanes.set(id, lane);
    if (state === 'starting') open(lane, 'init', startedAt);
    else if (initDurationMs !== undefined) lane.segments.push(initialised(startedAt, initDurationMs));
    if (state !== 'starting') lane.state = 'idle';
  }

  /** Moves a lane to another state. `pid`, once known, is kept. */
  enter(id: string, state: EnvironmentPhase, at: number, pid?: number): void {
    const lane = this.#lanes.get(id);
    if (lane === undefined) return;
    if (pid !== undefined) lane.pid = pid;
    if (lane.state === state) return;
    close(lane, at);
    lane.state = state;
    const kind = segmentOf[state];
    if (kind !== undefined) open(lane, kind, at);
    this.#bound(lane);
  }

  /** Writes on the running invocation's segment whose it is. */
  label(id: string, { requestId, cold }: InvocationStarted): void {
    const segment = this.#lanes.get(id)?.segments.at(-1);
    if (segment?.kind !== 'invoke' || segment.end !== Number.POSITIVE_INFINITY) return;
    segment.requestId = requestId;
    segment.cold = cold;
  }

  /** Writes on the invocation's segment how it ended; makes the segment where its start was not seen. */
  conclude(id: string, { requestId, outcome, durationMs, at }: InvocationEnded): void {
    const lane = this.#lanes.get(id);
    if (lane === undefined) return;
    lane.invocations++;
    const segment = lane.segments.findLast(({ kind }) => kind === 'invoke');
    if (segment !== undefined && (segment.requestId === requestId || (segment.requestId === undefined && segment.outcome === undefined))) {
      Object.assign(segment, { requestId, outcome, durationMs });
      return;
    }
    const last = lane.segments.at(-1);
    const start = Math.max(lane.startedAt, at - durationMs, last?.end ?? 0);
    if (start < at) lane.segments.push({ kind: 'invoke', start, end: at, count: 1, cold: false, requestId, outcome, durationMs });
  }

  stop(id: string, at: number, reason?: string): void {
    const lane = this.#lanes.get(id);
    if (lane === undefined) return;
    close(lane, at);
    lane.state = 'stopped';
    lane.endedAt = Math.max(at, lane.startedAt);
    if (reason !== undefined) lane.reason = reason;
  }

  /** Forgets what ended before `horizon`, and the oldest that ended where there are too many. */
  prune(horizon: number): void {
    for (const [id, lane] of this.#lanes) {
      if (lane.endedAt < horizon) this.#lanes.delete(id);
      else if ((lane.segments[0]?.end ?? horizon) < horizon) lane.segments = lane.segments.filter(({ end }) => end >= horizon);
    }
    if (this.#lanes.size <= this.#bounds.lanes) return;
    const ended = [...this.#lanes.values()].filter(({ state }) => state === 'stopped').sort((a, b) => a.endedAt - b.endedAt);
    for (const { id } of ended.slice(0, this.#lanes.size - this.#bounds.lanes)) this.#lanes.delete(id);
  }

  #bound(lane: OwnLane): void {
    const share = Math.max(64, Math.floor(this.#bounds.segments / Math.max(1, this.#lanes.size)));
    if (lane.segments.length > share) lane.segments = coalesce(lane.segments, Math.floor(share * 0.75));
  }
}

function open(lane: OwnLane, kind: SegmentKind, at: number): void {
  const start = Math.max(at, lane.segments.at(-1)?.end ?? at);
  lane.segments.push({ kind, start, end: Number.POSITIVE_INFINITY, count: kind === 'invoke' ? 1 : 0, cold: false });
}

function close(lane: OwnLane, at: number): void {
  const last = lane.segments.at(-1);
  if (last?.end === Number.POSITIVE_INFINITY) last.end = Math.max(at, last.start);
}

function initialised(start: number, initMs: number): OwnSegment {
  return { kind: 'init', start, end: start + initMs, count: 0, cold: false };
}
