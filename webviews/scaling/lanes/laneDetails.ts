import type { Lane, Segment } from '../../../src/lambda/scaling/timeline/lane.ts';
import type { ScalingStrings } from '../../../src/protocol/webview/scaling.ts';
import { fill, type Formats } from '../../shared/format.ts';

/** The segment at a moment; undefined where the environment is idle or not there. `slack`: how far beside it one may point, in milliseconds. */
export function segmentAt({ segments }: Lane, at: number, slack = 0): Segment | undefined {
  return segments.findLast(({ start, end }) => at >= start - slack && at < end + slack);
}

export interface LaneDetails {
  readonly title: string;
  readonly lines: readonly string[];
}

/** What an environment was doing at a moment, in words. */
export function laneDetails(lane: Lane, at: number, slack: number, strings: ScalingStrings, formats: Formats): LaneDetails {
  const life = [
    fill(strings.version, lane.version),
    ...(lane.provisioned ? [strings.provisionedEnvironment] : []),
    strings.states[lane.state],
    fill(lane.invocations === 1 ? strings.invocation : strings.invocations, formats.count(lane.invocations)),
  ];
  const pid = lane.pid === undefined ? [] : [fill(strings.pid, lane.pid)];
  return { title: [lane.functionName, ...pid].join(' · '), lines: [life.join(' · '), ...moment(lane, at, slack, strings, formats)] };
}

function moment(lane: Lane, at: number, slack: number, strings: ScalingStrings, formats: Formats): string[] {
  if (at < lane.startedAt - slack || at > lane.endedAt + slack) return [];
  const segment = segmentAt(lane, at, slack);
  if (segment === undefined) return [strings.segmentIdle];
  const length = segment.end === Number.POSITIVE_INFINITY ? Math.max(0, at - segment.start) : segment.end - segment.start;
  if (segment.kind === 'init') return [`${strings.segmentInit} ${formats.duration(length)}`];
  if (segment.kind === 'shutdown') return [`${strings.segmentShutdown} ${formats.duration(length)}`];
  if (segment.count > 1) return [fill(strings.segmentInvokes, formats.count(segment.count), formats.duration(length))];
  const words = [
    `${strings.segmentInvoke} ${formats.duration(segment.durationMs ?? length)}`,
    ...(segment.outcome === undefined ? [] : [strings.outcomes[segment.outcome]]),
    ...(segment.cold ? [strings.coldStart] : []),
  ];
  return [words.join(' · '), ...(segment.requestId === undefined ? [] : [fill(strings.request, segment.requestId)])];
}
