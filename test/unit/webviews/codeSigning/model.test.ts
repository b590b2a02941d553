import { describe, expect, it } from 'vitest';
import type { CodeSigningFromPage, CodeSigningPageState, CodeSigningToPage, SigningOverview } from '../../../../src/protocol/webview/codeSigning.ts';
import { CodeSigningModel } from '../../../../webviews/codeSigning/model.ts';
import { functionOf, inDays, now, partOf, rowOf, verified } from './states.ts';
import { words } from './words.ts';

function page(saved?: unknown) {
  const posted: CodeSigningFromPage[] = [];
  const states: CodeSigningPageState[] = [];
  const waiting: (() => void)[] = [];
  const time = { now: 0 };
  const port = { post: (message: CodeSigningFromPage) => void posted.push(message), save: (state: CodeSigningPageState) => void states.push(state), restore: () => saved };
  const model = new CodeSigningModel(port, { monotonic: () => time.now, origin: 5 }, (work) => void waiting.push(work));
  const say = (...messages: readonly CodeSigningToPage[]) => messages.forEach((message) => model.receive(message));
  say({ type: 'hello', locale: 'en', now, strings: words });
  const names = () => model.rows.value.map(({ functionName }) => functionName);
  const pass = () => waiting.splice(0).forEach((work) => work());
  return { model, posted, states, waiting, time, say, names, pass };
}

const overview = (...names: readonly string[]): SigningOverview => ({ subject: 'all', connection: 'prod', rows: names.map((name) => rowOf(name)), total: names.length });
const orders = functionOf('Enforce', [partOf('package', verified())], { subject: 'one' });

describe('the page', () => {
  it('asks for everything', () => {
    const { model, posted } = page();
    model.begin();
    expect(posted).toEqual([{ type: 'ready' }]);
  });

  it('goes by the host’s clock', () => {
    const { model, time } = page();
    time.now = 2000;
    expect(model.now()).toBe(now + 2000);
  });

  it('tells the verdict once, and again when it has changed or was asked for', () => {
    const { model, say } = page();
    const said: string[] = [];
    model.announcement.subscribe((text) => void said.push(text));
    say({ type: 'function', view: orders }, { type: 'function', view: orders }, { type: 'function', view: { ...orders, config: undefined } });
    model.refresh();
    say({ type: 'function', view: { ...orders, config: undefined } });
    expect(said).toEqual(['', 'orders: trusted: release Jan 21, 2026 Mar 7, 2027', 'orders: noConfigVerdict', 'orders: noConfigVerdict\u00A0']);
  });

  it('keeps what the host needs to show the same again', () => {
    const { say, states } = page();
    say({ type: 'function', view: orders }, { type: 'overview', view: overview('a') }, { type: 'overview', view: overview('a') });
    expect(states.map(({ subject }) => subject)).toEqual(['one', 'all']);
  });

  it('restores how one looked at it', () => {
    const { say, names } = page({ filter: 'ol', count: 'signed', sort: { column: 'functionName', descending: true } });
    say({ type: 'overview', view: overview('fold', 'audit', 'old') });
    expect(names()).toEqual(['old', 'fold']);
  });

  it('keeps what failed until something else is asked for', () => {
    const { model, say, posted } = page();
    say({ type: 'refused', message: 'No.' });
    expect(model.refused.value).toBe('No.');
    model.act('setPolicy', 'Warn');
    expect([model.refused.value, posted]).toEqual([undefined, [{ type: 'act', action: 'setPolicy', subject: 'Warn' }]]);
  });

  it('copies, and says so', () => {
    const { model, posted } = page();
    model.copy('arn:x', 'ARN');
    expect([posted, model.announcement.value]).toEqual([[{ type: 'copy', text: 'arn:x' }], 'copied ARN']);
  });
});

describe('the overview', () => {
  it('shows rows that come in one go', () => {
    const { say, names, pass, waiting, model } = page();
    say({ type: 'overview', view: overview('b') }, { type: 'overviewRows', rows: [rowOf('a')], total: 3 }, { type: 'overviewRows', rows: [rowOf('b', { signed: false })], total: 3 });
    expect([names(), waiting.length]).toEqual([['b'], 1]);
    pass();
    expect([names(), model.counts.value.unsigned, model.overview.value?.total]).toEqual([['a', 'b'], 1, 3]);
  });

  it('takes no rows of an overview that has been replaced', () => {
    const { say, names, pass } = page();
    say({ type: 'overview', view: overview('b') }, { type: 'overviewRows', rows: [rowOf('a')], total: 3 }, { type: 'overview', view: overview('c') });
    pass();
    expect(names()).toEqual(['c']);
  });

  it('shows what is known of it when one comes back, until more is', () => {
    const { model, say, names, posted } = page();
    say({ type: 'overview', view: overview('a', 'b') });
    model.openFunction('a');
    say({ type: 'function', view: orders });
    model.openOverview();
    expect([model.shown.value, posted]).toEqual(['overview', [{ type: 'open', functionName: 'a' }, { type: 'open' }]]);
    say({ type: 'overview', view: overview() });
    expect(names()).toEqual(['a', 'b']);
    say({ type: 'overview', view: overview() });
    expect(names()).toEqual([]);
  });

  it('of another connection does not show', () => {
    const { model, say } = page();
    say({ type: 'overview', view: overview('a') }, { type: 'function', view: { ...orders, connection: 'test' } });
    model.openOverview();
    expect(model.shown.value).toBe('function');
  });

  it('tells how many functions there are when all are read', () => {
    const { model, say } = page();
    say({ type: 'overview', view: { ...overview('a'), total: 2 } });
    expect(model.announcement.value).toBe('');
    say({ type: 'overview', view: overview('a', 'b') });
    expect(model.announcement.value).toBe('2 of 2');
  });

  it('turns the order of a column round, and begins another anew', () => {
    const { model, states } = page();
    model.sortBy('functionName');
    model.sortBy('expires');
    expect([states.map(({ sort }) => sort), model.announcement.value]).toEqual([[{ column: 'functionName', descending: true }, { column: 'expires', descending: false }], 'columns.expires up']);
  });

  it('says how many are left, and exports those', () => {
    const { model, say, posted } = page();
    say({ type: 'overview', view: { ...overview('a', 'b'), rows: [rowOf('a', { expires: inDays(5) }), rowOf('b')] } });
    model.narrow('', 'expiring');
    expect(model.announcement.value).toBe('1 of 2');
    model.export();
    const [message] = posted;
    expect(message?.type === 'export' && [message.name, message.content.split('\r\n').length]).toEqual(['code-signing-prod-2026-01-31T00-00-00', 3]);
  });
});
