import { describe, expect, it, vi } from 'vitest';
import { CodedError } from '../../../../src/common/codedError.ts';
import type { CodeSigningDesk, Shown } from '../../../../src/extension/codeSigning/codeSigningDesk.ts';
import { CodeSigningFeed } from '../../../../src/extension/codeSigning/codeSigningFeed.ts';
import type { CodeSigningToPage, FunctionSigning, OverviewRow } from '../../../../src/protocol/webview/codeSigning.ts';
import { ManualClock } from '../../../shared/manualClock.ts';
import { words } from '../../webviews/codeSigning/words.ts';
import { targetOf } from '../scaling/targets.ts';

const viewOf = (functionName: string): FunctionSigning => ({ connection: 'dev', functionName, packageType: 'Zip', config: undefined, publishers: [], parts: [], jobs: [] });
const row = (functionName: string, signed = false): OverviewRow => ({ functionName, packageType: 'Zip', policy: undefined, signed, verdict: undefined });
const functionShown = (functionName = 'orders'): Shown => ({ type: 'function', target: targetOf(functionName) });
const overviewShown: Shown = { type: 'overview', connection: targetOf('any').connection };

/** Readings stay open until a test ends them. */
interface OpenReading {
  readonly name: string;
  readonly anew: boolean;
  readonly signal: AbortSignal;
  readonly report: (text: string) => void;
  readonly onRows: (rows: readonly OverviewRow[], total: number) => void;
  readonly end: (error?: unknown) => void;
}

function feed(subject?: string) {
  const clock = new ManualClock();
  const posted: CodeSigningToPage[] = [];
  const readings: OpenReading[] = [];
  const calls: unknown[] = [];
  const problems: unknown[] = [];
  const begin = <T>(name: string, answer: T, { signal, report }: { signal: AbortSignal; report: (text: string) => void }, anew = false, onRows: OpenReading['onRows'] = () => {}) => {
    const { promise, resolve, reject } = Promise.withResolvers<T>();
    readings.push({ name, anew, signal, report, onRows, end: (error) => (error === undefined ? resolve(answer) : reject(error)) });
    return promise;
  };
  const desk: CodeSigningDesk = {
    subjectOf: (shown) => (shown.type === 'function' ? `f:${shown.target.functionName}` : 'overview'),
    shownOf: async (kept) => (kept.startsWith('f:') ? functionShown(kept.slice(2)) : undefined),
    readFunction: ({ functionName }, reading, anew) => begin(functionName, viewOf(functionName), reading, anew),
    readOverview: (_connection, reading, onRows) => begin('overview', undefined, reading, false, onRows),
    labelOf: () => 'dev · eu-west-1',
    act: async (...given) => void calls.push(given),
    save: async (file) => void calls.push(file),
    copy: () => Promise.reject(new CodedError('X', 'no clipboard')),
    showProblem: (error) => problems.push(error),
  };
  const made = new CodeSigningFeed({ desk, clock, strings: words, locale: 'en', subject, post: (message) => posted.push(message), otherwise: () => overviewShown, cancelled: () => 'cancelled' });
  const last = (type: CodeSigningToPage['type']) => posted.findLast((message) => message.type === type);
  const reading = async (count: number): Promise<OpenReading> => {
    await vi.waitFor(() => expect(readings).toHaveLength(count));
    const found = readings[count - 1];
    if (found === undefined) throw new Error('no reading');
    return found;
  };
  return { made, clock, posted, readings, calls, problems, last, reading };
}

describe('the feed', () => {
  it('says hello, reads what is shown, and tells it with the subject that the page keeps', async () => {
    const { made, posted, last, reading } = feed();
    made.show(functionShown());
    expect(posted).toEqual([]);
    made.receive({ type: 'ready' });
    expect(posted[0]).toMatchObject({ type: 'hello', locale: 'en' });
    (await reading(1)).end();
    await vi.waitFor(() => expect(last('function')).toMatchObject({ view: { functionName: 'orders', subject: 'f:orders' } }));
    expect(posted.at(-1)).toEqual({ type: 'busy' });
  });

  it('reads anew when a function has changed, of its own connection alone', async () => {
    const { made, readings, reading } = feed();
    const shown = functionShown();
    made.show(shown);
    (await reading(1)).end();
    made.changed(targetOf('orders').connection);
    expect(readings).toHaveLength(1);
    if (shown.type === 'function') made.changed(shown.target.connection);
    await reading(2);
    made.changed();
    await reading(3);
  });

  it('shows again what an earlier window showed, or else what is usual', async () => {
    const restored = feed('f:bills');
    restored.made.receive({ type: 'ready' });
    expect((await restored.reading(1)).name).toBe('bills');
    const unknown = feed('nonsense');
    unknown.made.receive({ type: 'ready' });
    expect((await unknown.reading(1)).name).toBe('overview');
  });

  it('tells everything at once, and reads nothing again, when the page comes back', async () => {
    const { made, readings, posted, reading, last } = feed();
    made.show(functionShown());
    made.receive({ type: 'ready' });
    const first = await reading(1);
    made.hide();
    first.end();
    posted.length = 0;
    await vi.waitFor(() => {
      made.receive({ type: 'ready' });
      expect(last('function')).toBeDefined();
    });
    expect(readings).toHaveLength(1);
  });

  it('reads anew when somebody looks again, but not at every glance, and the longer it took, the less often', async () => {
    const { made, readings, reading, clock } = feed();
    made.show(functionShown());
    made.receive({ type: 'ready' });
    const first = await reading(1);
    // While it is being read, it is as new as can be.
    made.receive({ type: 'seen' });
    first.end();
    const settled = () => new Promise((resolve) => setImmediate(resolve));
    await settled();
    clock.advance(2_999);
    made.receive({ type: 'seen' });
    expect(readings).toHaveLength(1);
    clock.advance(1);
    made.hide();
    made.seen();
    expect(readings).toHaveLength(1);
    made.receive({ type: 'ready' });
    const second = await reading(2);
    clock.advance(1_000);
    second.end();
    await settled();
    clock.advance(4_999);
    made.seen();
    expect(readings).toHaveLength(2);
    clock.advance(1);
    made.seen();
    await reading(3);
  });

  it('says nothing of what nobody has asked for, unless it takes long', async () => {
    const { made, reading, posted, clock, last } = feed();
    const shown = functionShown();
    made.show(shown);
    made.receive({ type: 'ready' });
    (await reading(1)).end();
    await vi.waitFor(() => expect(last('function')).toBeDefined());
    clock.advance(200);
    posted.length = 0;
    made.changed();
    await reading(2);
    clock.advance(999);
    expect(posted).toEqual([]);
    clock.advance(1);
    expect(posted).toEqual([{ type: 'busy', text: words.reading }]);
    made.changed();
    (await reading(3)).end();
    await vi.waitFor(() => expect(posted.at(-1)).toEqual({ type: 'busy' }));
    clock.advance(5_000);
    posted.length = 0;
    made.receive({ type: 'refresh' });
    await reading(4);
    expect(posted).toEqual([{ type: 'busy', text: words.reading }]);
    made.dispose();
    expect(clock.pending).toBe(0);
  });

  it('tells rows of the overview as they come, and drops those of functions that are gone', async () => {
    const { made, reading, last } = feed();
    made.show(overviewShown);
    made.receive({ type: 'ready' });
    const first = await reading(1);
    first.onRows([row('a')], 2);
    first.onRows([row('b')], 2);
    expect(last('overviewRows')).toEqual({ type: 'overviewRows', rows: [row('b')], total: 2 });
    first.end();
    await vi.waitFor(() => expect(last('overview')).toMatchObject({ view: { connection: 'dev · eu-west-1', rows: [row('a'), row('b')], total: 2 } }));
    made.receive({ type: 'refresh' });
    const second = await reading(2);
    second.onRows([row('b', true)], 1);
    second.end();
    await vi.waitFor(() => expect(last('overview')).toMatchObject({ view: { rows: [row('b', true)], total: 1 } }));
  });

  it('goes from the overview to a function and back', async () => {
    const { made, reading } = feed();
    made.show(overviewShown);
    made.receive({ type: 'ready' });
    const overview = await reading(1);
    made.receive({ type: 'open', functionName: 'orders' });
    expect((await reading(2)).name).toBe('orders');
    expect(overview.signal.aborted).toBe(true);
    made.receive({ type: 'open' });
    expect((await reading(3)).name).toBe('overview');
  });

  it('lets the user stop a reading: what is shown stays', async () => {
    const { made, reading, last, posted } = feed();
    made.show(functionShown());
    made.receive({ type: 'ready' });
    const { signal } = await reading(1);
    made.receive({ type: 'cancel' });
    expect(signal.aborted).toBe(true);
    expect(last('refused')).toEqual({ type: 'refused', message: 'cancelled' });
    made.receive({ type: 'refresh' });
    (await reading(2)).end();
    await vi.waitFor(() => expect(last('function')).toBeDefined());
    posted.length = 0;
    made.receive({ type: 'refresh' });
    await reading(3);
    made.receive({ type: 'cancel' });
    expect(last('refused')).toBeUndefined();
  });

  it('tells what goes on, not with every byte', async () => {
    const { made, reading, posted, clock } = feed();
    made.show(functionShown());
    made.receive({ type: 'ready' });
    const { report } = await reading(1);
    posted.length = 0;
    for (let percent = 1; percent <= 50; percent += 1) report(`${percent} %`);
    clock.advance(1000);
    expect(posted).toEqual([{ type: 'busy', text: '50 %' }]);
  });

  it('says why nothing could be read', async () => {
    const { made, reading, last } = feed();
    made.show(functionShown());
    made.receive({ type: 'ready' });
    (await reading(1)).end(new CodedError('accessDenied', 'You may not.'));
    await vi.waitFor(() => expect(last('refused')).toEqual({ type: 'refused', message: 'You may not.' }));
    expect(last('busy')).toEqual({ type: 'busy' });
  });

  it('acts, one action at a time, and reads what has become of it; all anew only where that is asked for', async () => {
    const { made, reading, calls } = feed();
    made.show(functionShown());
    made.receive({ type: 'ready' });
    (await reading(1)).end();
    made.receive({ type: 'act', action: 'setPolicy', subject: 'Warn' });
    made.receive({ type: 'act', action: 'detach' });
    expect((await reading(2)).anew).toBe(false);
    expect(calls).toEqual([['setPolicy', 'Warn', functionShown()]].map(([action, subject]) => [action, subject, expect.anything() as unknown]));
    made.receive({ type: 'refresh' });
    expect((await reading(3)).anew).toBe(true);
  });

  it('saves, and tells what fails once', async () => {
    const { made, calls, problems } = feed();
    made.receive({ type: 'export', name: 'overview', content: 'a,b' });
    made.receive({ type: 'copy', text: 'x' });
    made.receive({ type: 'nonsense' });
    expect(calls).toEqual([{ type: 'export', name: 'overview', content: 'a,b' }]);
    await vi.waitFor(() => expect(problems).toHaveLength(1));
  });

  it('stops reading when it is closed', async () => {
    const { made, reading } = feed();
    made.show(functionShown());
    const { signal } = await reading(1);
    made.dispose();
    expect(signal.aborted).toBe(true);
  });
});
