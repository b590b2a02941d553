import { describe, expect, it } from 'vitest';
import type { GraphSeries } from '../../../../../src/lambda/scaling/timeline/graphSeries.ts';
import type { AwsSource } from '../../../../../src/protocol/webview/scaling.ts';
import { awsSeries } from '../../../../../webviews/scaling/sources/awsSeries.ts';
import { Figures } from '../../../../../webviews/scaling/sources/figures.ts';
import { asObserved } from '../../../../../webviews/scaling/whatIf/draft.ts';
import { awsRange, observeAws } from '../../../../../webviews/scaling/whatIf/observedAws.ts';
import { predictor } from '../../../../../webviews/scaling/whatIf/predictor.ts';
import { baselineOf, scenarioOf } from '../../../../../webviews/scaling/whatIf/scenarioOf.ts';
import { awsSubject } from '../../../../../webviews/scaling/whatIf/subject.ts';
import { WhatIf } from '../../../../../webviews/scaling/whatIf/whatIf.ts';

const minute = 60_000;
const begin = 1_700_000_100_000 - (1_700_000_100_000 % minute);
const source: AwsSource = { connection: 'c', label: 'shop', functionName: 'checkout', memoryMegabytes: 512, architecture: 'arm64', timeoutMs: 10_000, accountConcurrency: 500, reservedConcurrency: 4 };

function figures(columns: GraphSeries['columns']): Figures {
  const at = [0, 1, 2, 3].map((index) => begin + index * minute);
  return new Figures(awsSeries({ source: 'aws', functionName: 'checkout', periodMs: minute, at, columns, annotations: [] }, source));
}

const usual = figures({
  arrivals: [null, 600, null, 1300], invocations: [null, 600, null, 1200], throttles: [null, 0, null, 100], p50: [null, 100, null, 400], p99: [null, 300, null, 600], concurrency: [null, 2, null, 4],
});
const [from, to] = awsRange(usual, begin - minute, begin + 10 * minute);
const observed = observeAws(source, usual, from, to);

describe('a function of AWS, as CloudWatch has it', () => {
  it('is known from the first figure to the last', () => expect([from - begin, to - begin]).toEqual([minute, 4 * minute]));
  it('is all of the time where there are no figures', () => expect(awsRange(figures({}), begin + 1, begin + 5 * minute)).toEqual([begin, begin + 5 * minute]));
  it('has arrivals by the minute, throttled ones too, and none in a gap', () => expect(observed.fn.arrivals).toEqual({ type: 'counted', stepSeconds: 60, counts: [600, 0, 1300] }));
  it('has durations that weigh as much as there were invocations', () => expect(observed.fn.measured).toEqual({ medianMs: 300, p99Ms: 500 }));
  it('has its own settings, and nothing beside it', () =>
    expect(observed).toMatchObject({ seconds: 180, account: 500, rateScale: 1, fn: { memoryMegabytes: 512, architecture: 'arm64', timeoutMs: 10_000, reserved: 4, provisioned: 0 }, others: [] }));
  it('is provisioned as its utilization says', () => {
    const provisioned = figures({ arrivals: [1, 1, 1, 1], provisionedInUse: [1, 3, null, 0], provisionedUtilization: [0.1, 0.3, null, null] });
    expect(observeAws(source, provisioned, begin, begin + 4 * minute).fn.provisioned).toBe(10);
  });
  it('is what controls begin with', () => expect(baselineOf(observed)).toMatchObject({ account: 500, reserved: 4, medianMs: 300, p99Ms: 500 }));
  it('is simulated by the minute', () =>
    expect(scenarioOf(observed, asObserved)).toMatchObject({
      stepSeconds: 60, functions: [{ name: 'checkout', traffic: { shape: { type: 'trace', stepSeconds: 60, counts: [600, 0, 1300] } }, duration: { type: 'logNormal', medianMs: 300, p99Ms: 500 } }],
    }));
});

describe('what if, of a function of AWS', () => {
  const ask = (): WhatIf => {
    const own = new WhatIf(predictor, () => 0, () => undefined);
    own.open.value = true;
    own.refresh(awsSubject(source, usual), begin, begin + 10 * minute);
    return own;
  };
  it('is predicted beside what CloudWatch has, of which the kinds of throttles are unknown', () => {
    const { answer } = ask();
    expect(answer.value?.actual).toMatchObject({ arrivals: 1900, throttles: 100, peakConcurrency: 4, p50Ms: 300 });
    expect(answer.value?.actual).toMatchObject({ throttledByLimit: undefined, coldStarts: undefined });
    expect(answer.value).toMatchObject({ target: 'aws', functionName: 'checkout' });
    expect(answer.value?.figures.series).toMatchObject({ source: 'simulated', periodMs: minute });
    expect(answer.value?.predicted.arrivals).toBeGreaterThan(1700);
  });
  it('is asked again with other figures', () => {
    const own = ask();
    const first = own.answer.value;
    own.refresh(awsSubject(source, usual), begin, begin + 10 * minute);
    expect(own.answer.value).toBe(first);
    own.refresh(awsSubject(source, figures({ arrivals: [1, 1, 1, 1] })), begin, begin + 10 * minute);
    expect(own.answer.value?.predicted.arrivals).toBeLessThan(20);
  });
});
