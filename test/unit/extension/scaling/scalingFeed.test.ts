import { describe, expect, it } from 'vitest';
import { CodedError } from '../../../../src/common/codedError.ts';
import { toDisposable } from '../../../../src/common/disposable.ts';
import { Emitter } from '../../../../src/common/emitter.ts';
import { ScalingFeed } from '../../../../src/extension/scaling/scalingFeed.ts';
import type { RegionEvent, Snapshot, StreamLine } from '../../../../src/protocol/runner.ts';
import type { ScalingPhase, ScalingToPage } from '../../../../src/protocol/webview/scaling.ts';
import { ManualClock } from '../../../shared/manualClock.ts';
import { words } from '../../webviews/scaling/words.ts';
import { targetOf } from './targets.ts';

const throttled: RegionEvent = { type: 'throttled', at: 1, functionName: 'orders', reason: 'ConcurrentInvocationLimitExceeded', rule: 'unreservedConcurrency' };
const snapshot: Snapshot = {
  type: 'snapshot',
  state: { region: 'us-east-1', account: '123456789012', startedAt: 5, accountConcurrency: 1000, rateScale: 1, functions: [], environments: [], problems: [] },
  history: [],
};

function feed(phase: ScalingPhase = 'running') {
  const clock = new ManualClock();
  const posted: ScalingToPage[] = [];
  const calls: unknown[] = [];
  const statuses = new Emitter<{ readonly phase: ScalingPhase }>();
  const watchers = new Set<(line: StreamLine) => void>();
  const source = {
    status: { phase },
    onDidChangeStatus: statuses.event,
    watch(onLine: (line: StreamLine) => void) {
      watchers.add(onLine);
      return toDisposable(() => watchers.delete(onLine));
    },
  };
  const asked = (name: string) => (...about: readonly unknown[]): Promise<never> => {
    calls.push([name, ...about.slice(0, 1)]);
    return Promise.reject(new CodedError('cancelled', 'Cancelled.'));
  };
  const desk = { chooseAws: asked('chooseAws'), sourceOf: asked('sourceOf'), read: asked('read'), save: asked('save'), apply: asked('apply'), showProblem: () => {} };
  const made = new ScalingFeed({
    source, clock, desk, locale: 'en', strings: words,
    post: (message) => posted.push(message),
    actions: { invoke: (functionName) => calls.push(['invoke', functionName]), startRegion: () => calls.push(['start']) },
  });
  return {
    feed: made, clock, posted, calls, statuses, watchers,
    send: (...lines: readonly StreamLine[]) => lines.forEach((line) => watchers.forEach((watcher) => watcher(line))),
    types: () => posted.splice(0).map(({ type }) => type),
  };
}

describe('a page that shows', () => {
  it('gets everything when it is ready, and nothing before', () => {
    const { feed: own, types, send, watchers } = feed();
    expect([types(), watchers.size]).toEqual([[], 0]);
    own.receive({ type: 'ready' });
    send(snapshot);
    expect(types()).toEqual(['hello', 'snapshot']);
  });

  it('gets events in batches, ten a second', () => {
    const { feed: own, posted, clock, send } = feed();
    own.receive({ type: 'ready' });
    posted.length = 0;
    send(throttled, throttled);
    clock.advance(99);
    expect(posted).toEqual([]);
    send(throttled);
    clock.advance(1);
    expect(posted).toEqual([{ type: 'events', now: clock.now(), events: [throttled, throttled, throttled] }]);
    clock.advance(1000);
    expect(posted).toHaveLength(1);
    send(throttled);
    clock.advance(100);
    expect(posted).toHaveLength(2);
    expect(clock.pending).toBe(0);
  });

  it('gets a new run from its snapshot on, without what waited of the one before', () => {
    const { feed: own, types, clock, send } = feed();
    own.receive({ type: 'ready' });
    types();
    send(throttled, snapshot);
    clock.advance(1000);
    expect(types()).toEqual(['snapshot']);
  });

  it('is told of the region’s phases, after what happened before', () => {
    const { feed: own, posted, send, statuses } = feed();
    own.receive({ type: 'ready' });
    posted.length = 0;
    send(throttled);
    statuses.fire({ phase: 'stopped' });
    expect(posted.map((message) => (message.type === 'phase' ? message.phase : message.type))).toEqual(['events', 'stopped']);
  });

  it('starts anew when it says again that it is ready', () => {
    const { feed: own, types, watchers, send } = feed();
    own.receive({ type: 'ready' });
    own.receive({ type: 'ready' });
    send(snapshot);
    expect([types(), watchers.size]).toEqual([['hello', 'hello', 'snapshot'], 1]);
  });
});

describe('a page that does not show', () => {
  it('gets nothing, and nothing is followed for it', () => {
    const { feed: own, types, clock, send, statuses, watchers } = feed();
    own.receive({ type: 'ready' });
    send(throttled);
    types();
    const [watcher] = watchers;
    own.hide();
    watcher?.(throttled);
    statuses.fire({ phase: 'stopped' });
    clock.advance(1000);
    expect([types(), watchers.size, clock.pending]).toEqual([[], 0, 0]);
  });

  it('gets everything when it shows again', () => {
    const { feed: own, types, send } = feed();
    own.receive({ type: 'ready' });
    own.hide();
    types();
    own.receive({ type: 'ready' });
    send(snapshot);
    expect(types()).toEqual(['hello', 'snapshot']);
  });

  it('leaves nothing behind when it is closed', () => {
    const { feed: own, watchers, clock, send, types, statuses } = feed();
    own.receive({ type: 'ready' });
    send(throttled);
    own.dispose();
    types();
    statuses.fire({ phase: 'stopped' });
    expect([types(), watchers.size, clock.pending, statuses.listenerCount]).toEqual([[], 0, 0, 0]);
  });
});

describe('messages of the page', () => {
  it('invokes and starts', () => {
    const { feed: own, calls } = feed('stopped');
    own.receive({ type: 'invoke', functionName: 'orders' });
    own.receive({ type: 'invoke' });
    own.receive({ type: 'start' });
    expect(calls).toEqual([['invoke', 'orders'], ['invoke', undefined], ['start']]);
  });

  it('ask the desk for the rest', () => {
    const { feed: own, calls, posted } = feed();
    own.receive({ type: 'ready' });
    posted.length = 0;
    const file = { type: 'export', format: 'csv', name: 'orders', content: 'a,b' };
    own.receive(file);
    own.receive({ type: 'chooseAws', chosen: true });
    own.receive({ type: 'read', requestId: 1, from: 0, to: 1, periodMs: 60_000 });
    own.receive({ type: 'apply', requestId: 2, target: 'local', functionName: 'orders', change: { type: 'reserved', value: null } });
    expect(calls).toEqual([['save', file], ['chooseAws'], ['apply', { connection: 'local', functionName: 'orders', change: { type: 'reserved', value: null } }]]);
    // Nothing of AWS is chosen.
    expect(posted).toEqual([{ type: 'aws', chosen: undefined }]);
  });

  it.each([undefined, null, 'ready', { type: 'rm' }, { type: 'invoke', functionName: 7 }, { type: 'export', format: 'exe', name: 'a', content: '' }])('passes over %j', (message) => {
    const { feed: own, posted, calls } = feed();
    own.receive(message);
    expect([posted, calls]).toEqual([[], []]);
  });
});

describe('choosing a function', () => {
  it('waits until the page shows, and is said once', () => {
    const { feed: own, posted, types } = feed();
    own.select(targetOf('orders', true));
    expect(posted).toEqual([]);
    own.receive({ type: 'ready' });
    expect(posted.at(-1)).toEqual({ type: 'select', functionName: 'orders' });
    types();
    own.receive({ type: 'ready' });
    expect(types()).toEqual(['hello']);
  });

  it('of AWS shows its figures, and leaves what is local as it is', () => {
    const { feed: own, posted, calls } = feed();
    own.receive({ type: 'ready' });
    const target = targetOf('orders');
    own.select(target);
    expect(calls).toEqual([['sourceOf', target]]);
    expect(posted.map(({ type }) => type)).not.toContain('select');
  });

  it('is said at once to a page that shows', () => {
    const { feed: own, posted } = feed();
    own.receive({ type: 'ready' });
    own.select(targetOf('worker', true));
    expect(posted.at(-1)).toEqual({ type: 'select', functionName: 'worker' });
  });
});
