import type { Timeline } from '../../../src/lambda/scaling/timeline/timeline.ts';
import type { AwsSource } from '../../../src/protocol/webview/scaling.ts';
import type { Figures } from '../sources/figures.ts';
import { type Answers, answersOf, observedLatency } from './answers.ts';
import { type Observed, observe } from './observed.ts';
import { awsRange, observeAws } from './observedAws.ts';

/** Whose traffic, limits and durations a prediction begins with. */
export type WhatIfTarget = 'local' | 'aws';

/** What is asked "what if" of: a function of the Local region, or one of AWS, as it was observed. Times in milliseconds since the epoch. */
export interface WhatIfSubject {
  readonly target: WhatIfTarget;
  readonly functionName: string;
  /** Another one where the figures are others. */
  readonly revision: unknown;
  /** What of a stretch of time is simulated. */
  range(from: number, to: number): readonly [from: number, to: number];
  /** With `lead`, from so much before `from` as is known, for the environments that were warm then. */
  observe(from: number, to: number, lead: boolean): Observed;
  /** How it was; undefined where it is not known. */
  actual(from: number, to: number, observed: Observed): Answers | undefined;
}

/** Recorded traffic is simulated from so much before what shows: the environments that were warm then are warm in the prediction, too. */
const leadMs = 60_000;

export function localSubject(timeline: Timeline | undefined, functionName: string, figures: Figures | undefined): WhatIfSubject {
  return {
    target: 'local',
    functionName,
    revision: undefined,
    range: (from, to) => [Math.max(from, timeline?.since ?? from), to],
    observe: (from, to, lead) => observe(timeline, functionName, from - (lead && timeline !== undefined ? Math.min(leadMs, Math.max(0, from - timeline.since)) : 0), to),
    actual: (from, to) =>
      timeline === undefined || figures === undefined ? undefined : answersOf(figures, from, to, observedLatency(timeline, functionName, from, to)),
  };
}

/** CloudWatch has its figures by the minute, so that nothing before what shows is needed. */
export function awsSubject(source: AwsSource, figures: Figures): WhatIfSubject {
  return {
    target: 'aws',
    functionName: source.functionName,
    revision: figures,
    range: (from, to) => awsRange(figures, from, to),
    observe: (from, to) => observeAws(source, figures, from, to),
    actual: (from, to, { fn: { measured } }) => answersOf(figures, from, to, measured && { p50: measured.medianMs, p99: measured.p99Ms }),
  };
}
