import { describe, expect, it } from 'vitest';
import type { TimelineEvent, TimelineSnapshot } from '../../../../src/lambda/scaling/timeline/timelineEvent.ts';
import type { ScalingFromPage, ScalingPageState, ScalingToPage } from '../../../../src/protocol/webview/scaling.ts';
import { ScalingModel } from '../../../../webviews/scaling/model.ts';
import { predictor } from '../../../../webviews/scaling/whatIf/predictor.ts';
import { functionOf } from '../../lambda/scaling/timeline/timelineScript.ts';
import { seriesOf } from './frames.ts';
import { words } from './words.ts';

const t0 = 1_700_000_000_000;

const snapshotOf = (history: readonly TimelineEvent[]): TimelineSnapshot => ({
  since: t0, accountConcurrency: 1000, rateScale: 1, functions: [functionOf('orders')], history,
  environments: history.flatMap((event) => (event.type === 'environmentChanged' ? [event.environment] : [])),
});
const throttled = (at: number, functionName = 'orders'): TimelineEvent => ({ type: 'throttled', at: t0 + at, functionName, reason: 'x', rule: 'scalingRate' });

/** A page whose host's clock is `t0` when its own is 0. */
function page(saved?: unknown) {
  const posted: ScalingFromPage[] = [];
  const states: ScalingPageState[] = [];
  const time = { now: 0 };
  let changes = 0;
  const port = { post: (message: ScalingFromPage) => void posted.push(message), save: (state: ScalingPageState) => void states.push(state), restore: () => saved };
  const model = new ScalingModel(port, { monotonic: () => time.now, origin: t0 }, predictor, () => void changes++);
  const say = (...messages: readonly ScalingToPage[]) => messages.forEach((message) => model.receive(message));
  return {
    model, posted, states, time, say,
    changes: () => changes,
    begin(history: readonly TimelineEvent[] = [throttled(100)]) {
      say({ type: 'hello', locale: 'en', strings: words, phase: 'running' }, { type: 'snapshot', now: t0 + time.now, snapshot: snapshotOf(history) });
    },
    frame() {
      model.refresh();
      return model.frame.value;
    },
    throttles() {
      const frame = this.frame();
      return frame && Math.round(frame.primary.total('throttles', frame.from, frame.to));
    },
  };
}

describe('showing', () => {
  it('asks for everything', () => {
    const { model, posted } = page();
    model.begin();
    expect(posted).toEqual([{ type: 'ready' }]);
  });

  it('has no frame before anything has run', () => {
    const own = page();
    own.begin([]);
    expect([own.frame(), own.model.known.value]).toEqual([undefined, true]);
    own.say({ type: 'events', now: t0 + 10, events: [throttled(5)] });
    own.time.now = 1500;
    expect(own.throttles()).toBe(1);
  });

  it('goes with the host’s clock, a little behind', () => {
    const own = page();
    own.begin();
    own.time.now = 5000;
    expect(own.frame()?.to).toBe(t0 + 4850);
  });

  it('trusts the message that was least late', () => {
    const own = page();
    own.begin();
    own.time.now = 1000;
    own.say({ type: 'events', now: t0 + 100, events: [throttled(90)] });
    expect(own.frame()?.to).toBe(t0 + 850);
  });

  it('offers the functions that there are', () => {
    const own = page();
    own.begin([throttled(1, 'deleted')]);
    own.frame();
    expect(own.model.functionNames.value).toEqual(['deleted', 'orders']);
  });

  it('asks for a new frame whenever there is something new', () => {
    const own = page();
    own.begin();
    const before = own.changes();
    own.say({ type: 'events', now: t0 + 1, events: [throttled(1)] });
    expect(own.changes()).toBe(before + 1);
  });
});

describe('choices', () => {
  it('are kept over a reload', () => {
    const { model, states } = page();
    model.select('orders');
    const fiveMinutes = model.time.windows.value[1];
    if (fiveMinutes !== undefined) model.time.show(fiveMinutes);
    model.showTable(true);
    model.showHeatmap(true);
    model.showCost('money');
    model.showSource('aws', false);
    model.whatIf.change({ reserved: null, traffic: { type: 'constant', rps: 5 } });
    model.openWhatIf(true);
    expect(states.at(-1)).toEqual({
      functionName: 'orders', minutes: 5, table: true, heatmap: true, cost: 'money', hidden: ['aws'], whatIf: true, whatIfOfAws: false, draft: { reserved: null, traffic: { type: 'constant', rps: 5 } },
    });
    const again = page(states.at(-1)).model;
    expect([again.functionName.value, again.time.window.value.minutes, again.table.value, again.heatmap.value, again.cost.value]).toEqual(['orders', 5, true, true, 'money']);
    expect([again.hidden.value, again.whatIf.open.value, again.whatIf.draft.value]).toEqual([['aws'], true, { reserved: null, traffic: { type: 'constant', rps: 5 } }]);
  });

  it.each([undefined, null, 'x', { minutes: 7, functionName: 3, table: 'yes', cost: 1, hidden: 'local', draft: { traffic: { type: 'flood' } } }])('are the usual ones where %j was kept', (saved) => {
    const { model } = page(saved);
    expect([model.functionName.value, model.time.window.value.minutes, model.table.value, model.cost.value, model.hidden.value]).toEqual([undefined, 1, false, 'memory', []]);
    expect(model.whatIf.draft.value).toEqual({ traffic: { type: 'recorded', factor: 1 } });
  });

  it('zoom and move, and come back', () => {
    const own = page();
    own.begin();
    own.time.now = 600_150;
    own.frame();
    own.model.time.zoom(0.5);
    expect([own.frame()?.from, own.frame()?.to, own.model.time.moved.value]).toEqual([t0 + 570_000, t0 + 600_000, true]);
    own.model.time.pan(-1);
    own.time.now += 5000;
    expect([own.frame()?.from, own.frame()?.to]).toEqual([t0 + 540_000, t0 + 570_000]);
    own.model.time.fit(t0 + 100_000, t0 + 110_000);
    expect([own.frame()?.from, own.frame()?.to]).toEqual([t0 + 100_000, t0 + 110_000]);
    own.model.time.reset();
    expect([own.frame()?.from, own.model.time.moved.value]).toEqual([t0 + 545_000, false]);
  });

  it('show one function alone', () => {
    const own = page();
    own.begin([throttled(100), throttled(100, 'worker')]);
    own.time.now = 2000;
    expect(own.throttles()).toBe(2);
    own.say({ type: 'select', functionName: 'worker' });
    expect(own.throttles()).toBe(1);
  });

  it('go to the host: invoke and start', () => {
    const { model, posted } = page();
    model.invoke();
    model.select('orders');
    model.invoke();
    model.start();
    expect(posted).toEqual([{ type: 'invoke' }, { type: 'invoke', functionName: 'orders' }, { type: 'start' }]);
  });
});

describe('a pause', () => {
  function paused() {
    const own = page();
    own.begin();
    own.time.now = 1000;
    own.frame();
    own.model.togglePause();
    own.time.now = 20_000;
    own.say({ type: 'events', now: t0 + 20_000, events: [throttled(15_000)] });
    return own;
  }

  it('holds what is shown', () => {
    const own = paused();
    expect([own.frame()?.to, own.throttles(), own.model.live.value]).toEqual([t0 + 850, 1, false]);
  });

  it('loses nothing', () => {
    const own = paused();
    own.model.togglePause();
    expect([own.frame()?.to, own.throttles()]).toEqual([t0 + 19_850, 2]);
    expect(own.posted).toEqual([]);
  });

  it('asks for everything where too much has happened', () => {
    const own = paused();
    own.say({ type: 'events', now: t0 + 20_000, events: Array.from({ length: 50_001 }, () => throttled(16_000)) });
    own.model.togglePause();
    expect(own.posted).toEqual([{ type: 'ready' }]);
  });

  it('asks for everything where another region has begun', () => {
    const own = paused();
    own.say({ type: 'snapshot', now: t0 + 21_000, snapshot: snapshotOf([]) });
    expect(own.throttles()).toBe(1);
    own.model.togglePause();
    expect(own.posted).toEqual([{ type: 'ready' }]);
  });

  it('stays what it was where the region has ended', () => {
    const own = paused();
    own.say({ type: 'phase', phase: 'stopped', now: t0 + 21_000 });
    own.model.togglePause();
    expect([own.frame()?.to, own.throttles(), own.posted]).toEqual([t0 + 850, 1, []]);
  });
});

describe('a region that has ended', () => {
  it('stays as it was when it ended', () => {
    const own = page();
    own.begin([{ type: 'environmentChanged', at: t0 + 10, environment: { id: 'e', functionName: 'orders', version: '$LATEST', state: 'starting', startedAt: t0 + 10 } }]);
    own.time.now = 1000;
    own.say({ type: 'phase', phase: 'failed', now: t0 + 1000 });
    own.time.now = 60_000;
    expect(own.frame()?.to).toBe(t0 + 1000);
    expect(own.model.timeline?.lane('e')).toMatchObject({ state: 'stopped', endedAt: t0 + 1000 });
    expect(own.model.live.value).toBe(false);
  });

  it('gives way to the next', () => {
    const own = page();
    own.begin();
    own.say({ type: 'phase', phase: 'stopped', now: t0 }, { type: 'phase', phase: 'starting', now: t0 }, { type: 'phase', phase: 'running', now: t0 });
    own.say({ type: 'snapshot', now: t0 + 5000, snapshot: snapshotOf([throttled(4000), throttled(4100)]) });
    own.time.now = 6000;
    expect([own.throttles(), own.model.live.value]).toEqual([2, true]);
  });
});

describe('the cursor', () => {
  function at(cursor: ScalingModel['cursor']['value']) {
    const own = page();
    own.begin();
    own.time.now = 60_150;
    own.frame();
    own.model.cursor.value = cursor;
    return own;
  }

  it('follows the pointer', () => expect(at({ by: 'pointer', share: 0.5 }).model.cursorAt.value).toBe(t0 + 30_000));

  it('stays under the pointer while time goes on', () => {
    const own = at({ by: 'pointer', share: 0.5 });
    own.time.now += 1000;
    own.frame();
    expect(own.model.cursorAt.value).toBe(t0 + 31_000);
  });

  it('stays at its moment where keys put it, until that has gone', () => {
    const own = at({ by: 'keys', at: t0 + 10_000 });
    own.time.now += 5000;
    own.frame();
    expect(own.model.cursorAt.value).toBe(t0 + 10_000);
    own.time.now += 10_000;
    own.frame();
    expect(own.model.cursorAt.value).toBe(t0 + 15_000);
  });
});

describe('AWS', () => {
  const chosen = { connection: 'c', label: 'prod', functionName: 'orders', memoryMegabytes: 1024, architecture: 'x86_64', timeoutMs: 3000, accountConcurrency: 900 } as const;
  function withAws() {
    const own = page();
    own.begin();
    own.time.now = 1000;
    own.say({ type: 'aws', chosen });
    own.frame();
    const read = own.posted.findLast((message) => message.type === 'read');
    return { ...own, read, requestId: read?.requestId ?? 0 };
  }

  it('is asked for, of whole minutes around what shows', () => {
    const { read } = withAws();
    expect([(read?.from ?? 1) % 60_000, (read?.to ?? 1) % 60_000, read?.periodMs]).toEqual([0, 0, 60_000]);
    expect([(read?.from ?? 0) < t0 + 850 - 60_000, (read?.to ?? 0) >= t0 + 850]).toEqual([true, true]);
  });

  it('is shown beside the Local region, with what follows from its settings', () => {
    const own = withAws();
    own.say({ type: 'series', requestId: own.requestId, series: { ...seriesOf('aws', {}), periodMs: 60_000, at: [t0], columns: { invocations: [600], averageDuration: [500] } } });
    const aws = own.frame()?.sources.find(({ source }) => source === 'aws');
    expect(own.frame()?.sources.map(({ source }) => source)).toEqual(['local', 'aws']);
    expect([aws?.at('gigabyteSeconds', t0 + 10, 0), aws?.at('accountLimit', t0 + 10, 0)]).toEqual([5, 900]);
    expect(aws?.at('costPerHour', t0 + 10, 0)).toBeCloseTo((300 * 0.0000166667 + 600 * 0.2e-6) * 60, 9);
  });

  it('is not asked for again while what is known reaches', () => {
    const own = withAws();
    own.say({ type: 'series', requestId: own.requestId, series: { ...seriesOf('aws', {}), periodMs: 60_000 } });
    own.time.now += 1000;
    own.frame();
    expect(own.posted.filter(({ type }) => type === 'read')).toHaveLength(1);
    own.time.now += 120_000;
    own.frame();
    expect(own.posted.filter(({ type }) => type === 'read')).toHaveLength(2);
  });

  it('says why it is not there', () => {
    const own = withAws();
    own.say({ type: 'refused', requestId: own.requestId, message: 'expired' });
    expect(own.model.aws.refused.value).toBe('expired');
  });

  it('can be switched off, and goes when it is taken away', () => {
    const own = withAws();
    own.say({ type: 'series', requestId: own.requestId, series: seriesOf('aws', { invocations: [1] }) });
    own.model.showSource('aws', false);
    expect(own.frame()?.sources.map(({ source }) => source)).toEqual(['local']);
    own.model.showSource('aws', true);
    own.say({ type: 'aws', chosen: undefined });
    expect(own.frame()?.sources.map(({ source }) => source)).toEqual(['local']);
  });

  it('is read again at once where one asks for it', () => {
    const own = withAws();
    own.say({ type: 'refused', requestId: own.requestId, message: 'expired' });
    own.model.readAwsAgain();
    own.frame();
    expect(own.posted.filter(({ type }) => type === 'read')).toHaveLength(2);
  });

  it('is asked what if, too, over an hour at least, until another function is chosen', () => {
    const own = withAws();
    own.model.openWhatIf(true);
    own.model.whatIf.change({ reserved: 1 });
    own.model.aim('aws');
    expect([own.model.target.value, own.model.whatIf.draft.value.reserved, own.model.time.window.value.minutes]).toEqual(['aws', undefined, 60]);
    expect(own.states.at(-1)?.whatIfOfAws).toBe(true);
    own.frame();
    expect(own.model.whatIf.answer.value).toBeUndefined();
    const requestId = own.posted.findLast((message) => message.type === 'read')?.requestId ?? 0;
    own.say({ type: 'series', requestId, series: { ...seriesOf('aws', {}), periodMs: 60_000, at: [t0 - (t0 % 60_000) - 60_000], columns: { arrivals: [600], invocations: [600], p50: [80], p99: [200] } } });
    own.time.now += 1000;
    own.frame();
    expect(own.model.whatIf.answer.value).toMatchObject({ target: 'aws', functionName: 'orders', baseline: { medianMs: 80 }, actual: { arrivals: 600 } });
    own.say({ type: 'aws', chosen: { ...chosen, functionName: 'worker' } });
    expect(own.model.target.value).toBe('local');
  });

  it('takes no answer to a question of before', () => {
    const own = withAws();
    own.say({ type: 'aws', chosen: { ...chosen, functionName: 'worker' } }, { type: 'series', requestId: own.requestId, series: seriesOf('aws', { invocations: [1] }) });
    expect(own.model.aws.figures).toBeUndefined();
  });
});

describe('what legends tell', () => {
  it('changes no faster than one can read, but with the cursor', () => {
    const own = page();
    own.begin();
    const told = (now: number) => {
      own.time.now = now;
      own.frame();
      return own.model.told.value?.to;
    };
    expect([told(1000), told(1100), told(1250)]).toEqual([t0 + 850, t0 + 850, t0 + 1100]);
    own.model.cursor.value = { by: 'pointer', share: 0.5 };
    expect(told(1350)).toBe(t0 + 1200);
  });
});

describe('setting a limit', () => {
  it('asks the host, once, and tells how it ended', () => {
    const { model, posted, say } = page();
    model.limits.apply('local', 'orders', { type: 'reserved', value: 5 });
    model.limits.apply('local', 'orders', { type: 'reserved', value: 6 });
    expect(posted).toEqual([{ type: 'apply', requestId: 1, target: 'local', functionName: 'orders', change: { type: 'reserved', value: 5 } }]);
    say({ type: 'applied', requestId: 1, done: true });
    expect([model.limits.pending.value, model.limits.outcome.value]).toEqual([undefined, { type: 'reserved', done: true }]);
    model.limits.apply('local', 'orders', { type: 'provisioned', value: 0, qualifier: 'live' });
    say({ type: 'refused', requestId: 2, message: 'no' });
    expect(model.limits.outcome.value).toEqual({ type: 'provisioned', done: false, refused: 'no' });
  });
});
