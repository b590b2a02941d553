import { describe, expect, it } from 'vitest';
import type { TimelineEvent } from '../../../../../src/lambda/scaling/timeline/timelineEvent.ts';
import { asObserved, type Draft, readDraft, trafficOf } from '../../../../../webviews/scaling/whatIf/draft.ts';
import { observe } from '../../../../../webviews/scaling/whatIf/observed.ts';
import { predictor } from '../../../../../webviews/scaling/whatIf/predictor.ts';
import { baselineOf, recorded, scenarioOf } from '../../../../../webviews/scaling/whatIf/scenarioOf.ts';
import { localSubject } from '../../../../../webviews/scaling/whatIf/subject.ts';
import { WhatIf } from '../../../../../webviews/scaling/whatIf/whatIf.ts';
import { functionOf } from '../../../lambda/scaling/timeline/timelineScript.ts';
import { localFrame, run, t0, throttle, timelineWith } from '../frames.ts';

const events: readonly TimelineEvent[] = [...run(100, 50, true), ...run(1200, 30), ...run(2300, 70), throttle(2500, 'unreservedConcurrency')];
const functions = [functionOf('orders', { reservedConcurrency: 5 }), functionOf('worker', { reservedConcurrency: 100 }), functionOf('idle')];
const timeline = timelineWith(events, functions);
const observed = observe(timeline, 'orders', t0, t0 + 4000);
const tried = (draft: Partial<Draft> = {}) => scenarioOf(observed, { ...asObserved, ...draft });

describe('what is observed', () => {
  it('are arrivals, accepted or not, durations and inits', () =>
    expect(observed.fn).toMatchObject({ arrivals: { type: 'each', atMs: [100, 1200, 2300, 2500] }, durations: [30, 70, 50], inits: [400], reserved: 5, provisioned: 0 }));
  it('are those functions beside it that matter for the account', () => expect(observed.others.map(({ name }) => name)).toEqual(['worker']));
  it('are Lambda’s defaults where nothing is known', () =>
    expect(observe(undefined, 'new', t0, t0 + 60_000)).toMatchObject({ account: 1000, rateScale: 1, seconds: 60, fn: { memoryMegabytes: 128, timeoutMs: 3000, reserved: undefined }, others: [] }));
  it('is what controls begin with', () => expect(baselineOf(observed)).toEqual({ account: 1000, reserved: 5, provisioned: 0, memoryMegabytes: 1024, medianMs: 50, p99Ms: 70, initMs: 400 }));
});

describe('the scenario', () => {
  it('is what was, without a draft', () => {
    const { functions: [own, other], account, seconds } = tried();
    expect({ account, seconds }).toEqual({ account: { concurrency: 1000 }, seconds: 4 });
    expect(own).toMatchObject({
      name: 'orders', memoryMegabytes: 1024, timeoutSeconds: 3, reserved: 5, traffic: { shape: { type: 'arrivals', atMs: [100, 1200, 2300, 2500] } },
      duration: { type: 'empirical', valuesMs: [30, 70, 50] }, init: { type: 'empirical', valuesMs: [400] },
    });
    expect(other).toMatchObject({ name: 'worker', reserved: 100, traffic: { shape: { type: 'arrivals', atMs: [] } } });
  });

  it('has the limits of the draft', () => {
    const [own] = tried({ reserved: null, provisioned: 7, memoryMegabytes: 256 }).functions;
    expect(own).toMatchObject({ memoryMegabytes: 256, provisioned: { type: 'fixed', count: 7 } });
    expect(own).not.toHaveProperty('reserved');
    expect(tried({ account: 50 }).account.concurrency).toBe(50);
  });

  it('has durations of the usual shape where one of their figures is changed, in proportion', () => {
    expect(tried({ medianMs: 100 }).functions[0]?.duration).toEqual({ type: 'logNormal', medianMs: 100, p99Ms: 140 });
    expect(tried({ p99Ms: 20 }).functions[0]?.duration).toEqual({ type: 'logNormal', medianMs: 20, p99Ms: 20 });
  });

  it('has the shape of the draft', () => {
    const shape = (traffic: Draft['traffic']) => tried({ traffic }).functions[0]?.traffic.shape;
    expect(shape({ type: 'constant', rps: 5 })).toEqual({ type: 'constant', rps: 5 });
    expect(shape({ type: 'step', fromRps: 1, toRps: 9 })).toMatchObject({ steps: [{ atSeconds: 0, rps: 1 }, { rps: 9 }] });
    expect(shape({ type: 'spike', baseRps: 1, peakRps: 9, forSeconds: 2 })).toMatchObject({ type: 'spike', atSeconds: 4 / 3, forSeconds: 2 });
  });
});

describe('recorded arrivals', () => {
  const times = (factor: number) => {
    const shape = recorded({ type: 'each', atMs: [0, 100, 200, 300] }, factor);
    return shape.type === 'arrivals' ? shape.atMs : [];
  };
  it('are as they were', () => expect(times(1)).toEqual([0, 100, 200, 300]));
  it('are twice as many, evenly between', () => expect(times(2)).toEqual([0, 50, 100, 150, 200, 250, 300, 800]));
  it('are half as many', () => expect(times(0.5)).toEqual([100, 300]));
  it('are none', () => expect(times(0)).toEqual([]));
  it('are counted where there were too many', () => expect(recorded({ type: 'counted', stepSeconds: 1, counts: [4, 6] }, 3)).toEqual({ type: 'trace', stepSeconds: 1, counts: [12, 18] }));
});

describe('a draft that was kept', () => {
  it.each(['recorded', 'constant', 'ramp', 'step', 'spike', 'daily'] as const)('of %s traffic comes back', (type) => {
    const draft: Draft = { traffic: trafficOf(type, 3), reserved: 4, initMs: 9 };
    expect(readDraft(JSON.parse(JSON.stringify(draft)))).toEqual(draft);
  });
  it.each([undefined, {}, { traffic: { type: 'constant' } }, { traffic: { type: 'constant', rps: -1 } }])('of %j does not', (saved) => expect(readDraft(saved)).toBeUndefined());
});

describe('predicting', () => {
  function whatIf() {
    const time = { now: 0 };
    const own = new WhatIf(predictor, () => time.now, () => undefined);
    const [local] = localFrame(timeline, 'orders').sources;
    return { own, time, refresh: (to = t0 + 4000) => own.refresh(localSubject(timeline, 'orders', local), to - 4000, to) };
  }

  it('is done while the controls show', () => {
    const { own, refresh } = whatIf();
    refresh();
    expect(own.answer.value).toBeUndefined();
    own.open.value = true;
    refresh();
    expect(own.answer.value?.predicted).toMatchObject({ arrivals: 4, throttledByLimit: 0 });
    expect(own.answer.value?.actual).toMatchObject({ arrivals: 4, throttledByLimit: 1, coldStarts: 1, peakConcurrency: 1 });
    expect(own.answer.value?.figures.source).toBe('simulated');
    own.open.value = false;
    refresh();
    expect(own.answer.value).toBeUndefined();
  });

  it('is done anew with each change, and not without', () => {
    const { own, time, refresh } = whatIf();
    own.open.value = true;
    refresh();
    const first = own.answer.value;
    time.now += 10_000;
    refresh();
    expect(own.answer.value).toBe(first);
    own.change({ reserved: 0 });
    refresh();
    expect(own.answer.value?.predicted.throttledByLimit).toBe(4);
  });

  it('is done anew once a second while time goes on', () => {
    const { own, time, refresh } = whatIf();
    own.open.value = true;
    refresh();
    const first = own.answer.value;
    time.now += 400;
    expect(refresh(t0 + 4400)).toBe(600);
    expect(own.answer.value).toBe(first);
    time.now += 600;
    refresh(t0 + 5000);
    expect(own.answer.value).not.toBe(first);
  });

  it('leaves most of the time to the page, however long it takes', () => {
    const time = { now: 0 };
    const slow: typeof predictor = { ...predictor, predict: (...args) => {
      time.now += 100;
      return predictor.predict(...args);
    } };
    const own = new WhatIf(slow, () => time.now, () => undefined);
    const refresh = () => own.refresh(localSubject(timeline, 'orders', undefined), t0, t0 + 4000);
    own.open.value = true;
    refresh();
    own.change({ reserved: 0 });
    expect(refresh()).toBe(300);
    expect(own.answer.value?.predicted.throttledByLimit).toBe(0);
    time.now += 300;
    refresh();
    expect(own.answer.value?.predicted.throttledByLimit).toBe(4);
  });

  it('has environments one by one where there are few', () => {
    const { own, refresh } = whatIf();
    own.open.value = true;
    refresh();
    expect([...(own.answer.value?.prediction.timeline?.lanes() ?? [])].length).toBe(own.answer.value?.prediction.result.functions[0]?.totals.peakEnvironments);
  });

  it('goes by rates where there are too many to simulate one by one', () => {
    const { own, refresh } = whatIf();
    own.open.value = true;
    own.change({ traffic: { type: 'constant', rps: 50_000 } });
    refresh();
    expect(own.answer.value?.prediction.result.mode).toBe('fluid');
  });

  it('becomes exact once there was time for it, and stays so while time goes on', async () => {
    const time = { now: 0 };
    const changed = Promise.withResolvers<void>();
    const own = new WhatIf(predictor, () => time.now, changed.resolve);
    const refresh = (to: number) => own.refresh(localSubject(timeline, 'orders', undefined), to - 4000, to);
    own.open.value = true;
    own.change({ traffic: { type: 'constant', rps: 10_000 } });
    refresh(t0 + 4000);
    expect(own.answer.value?.prediction.result.mode).toBe('fluid');
    await changed.promise;
    expect(own.answer.value?.prediction.result.mode).toBe('exact');
    time.now += 60_000;
    refresh(t0 + 5000);
    expect(own.answer.value?.prediction.result.mode).toBe('exact');
    own.open.value = false;
    refresh(t0 + 5000);
  });

  it('gives an exact one up when the draft changes', async () => {
    const signals: AbortSignal[] = [];
    const waiting: typeof predictor = { ...predictor, refine: (_, signal) => {
      signals.push(signal);
      return new Promise(() => undefined);
    } };
    const time = { now: 0 };
    const own = new WhatIf(waiting, () => time.now, () => undefined);
    const refresh = () => own.refresh(localSubject(timeline, 'orders', undefined), t0, t0 + 4000);
    own.open.value = true;
    own.change({ traffic: { type: 'constant', rps: 10_000 } });
    refresh();
    own.change({ reserved: 3 });
    refresh();
    expect(signals.map(({ aborted }) => aborted)).toEqual([true, false]);
    own.open.value = false;
    refresh();
    expect(signals[1]?.aborted).toBe(true);
  });

  it('forgets the draft with another function', () => {
    const { own, refresh } = whatIf();
    own.open.value = true;
    own.change({ reserved: 0 });
    refresh();
    own.aim('aws');
    expect([own.draft.value, own.answer.value]).toEqual([asObserved, undefined]);
  });

  it('says why it could not, and goes on with the next draft', () => {
    const refusing = { ...predictor, predict: (...args: Parameters<typeof predictor.predict>) => {
      if (args[0].account.concurrency === 7) throw new Error('seven');
      return predictor.predict(...args);
    } };
    const time = { now: 0 };
    const own = new WhatIf(refusing, () => time.now, () => undefined);
    const refresh = (): void => {
      time.now += 10_000;
      own.refresh(localSubject(timeline, 'orders', undefined), t0, t0 + 4000);
    };
    own.open.value = true;
    own.change({ account: 7 });
    refresh();
    expect([own.failure.value, own.answer.value]).toEqual(['seven', undefined]);
    own.change({ account: 8 });
    refresh();
    expect([own.failure.value, own.answer.value?.predicted.arrivals]).toEqual([undefined, 4]);
  });

  it('finds a plan, and forgets it with the next change', async () => {
    const { own, refresh } = whatIf();
    own.open.value = true;
    own.change({ traffic: { type: 'constant', rps: 20 } });
    refresh();
    await own.findCheapest(60_000);
    expect(own.plan.value).toMatchObject({ type: 'found' });
    own.change({ reserved: 3 });
    expect(own.plan.value).toBeUndefined();
  });
});
