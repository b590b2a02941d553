import { beforeAll, describe, expect, it, vi } from 'vitest';
import type { CodeSigningFromPage, CodeSigningToPage } from '../../../../src/protocol/webview/codeSigning.ts';
import { CodeSigningModel } from '../../../../webviews/codeSigning/model.ts';
import { renderPage } from '../../../../webviews/codeSigning/renderPage.ts';
import { eventually } from '../../../shared/eventually.ts';
import { SmallNode, smallDocument } from '../shared/smallDocument.ts';
import { functionOf, inDays, now, partOf, profileArn, rowOf, signatureOf, unsigned, verified } from './states.ts';
import { words } from './words.ts';

beforeAll(() => {
  vi.stubGlobal('document', smallDocument);
  vi.stubGlobal('ResizeObserver', class {
    observe(): void {}
    disconnect(): void {}
  });
});

/** The page as it is after these messages. */
function shown(...messages: readonly CodeSigningToPage[]) {
  const posted: CodeSigningFromPage[] = [];
  const model = new CodeSigningModel({ post: (message) => void posted.push(message), save: () => undefined, restore: () => undefined }, { monotonic: () => 0, origin: 0 }, (work) => work());
  for (const message of [{ type: 'hello', locale: 'en', now, strings: words } as const, ...messages]) model.receive(message);
  const body = new SmallNode(1, 'body');
  renderPage(model, body);
  return { body, model, posted, text: body.textContent };
}

const buttons = (body: SmallNode) => body.all('button').map((button) => button.attributes.get('aria-label') ?? button.textContent);

describe('code signing of a function', () => {
  const blocked = functionOf('Enforce', [partOf('package', verified({ mismatch: 'profileNotAllowed' })), partOf('layer', unsigned)]);

  it('has a row for each check of each part: verdict as a word, and why', () => {
    const { body } = shown({ type: 'function', view: blocked });
    const rows = body.all('table', 'aria-label', 'orders').flatMap((table) => table.all('tr')).map((row) => row.childNodes.map(({ textContent }) => textContent));
    expect(rows.slice(1)).toEqual([
      ['checks.integrity', 'verdicts.passed', 'integrity {0} {1}'],
      ['checks.mismatch', 'verdicts.failed', 'reasons.profileNotAllowedactions.allowThisPublisheractions.deploySignedactions.toWarn'],
      ['checks.expiry', 'verdicts.passed', expect.stringContaining('expiry')],
      ['checks.revocation', 'verdicts.passed', 'revocation {0} {1}'],
    ]);
  });

  it.each<[string, CodeSigningFromPage]>([
    ['actions.allowThisPublisher', { type: 'act', action: 'allowPublisher', subject: profileArn('release') }],
    ['actions.toWarn', { type: 'act', action: 'setPolicy', subject: 'Warn' }],
    ['actions.signLayer tools:3', { type: 'act', action: 'sign', subject: 'arn:tools:3' }],
    ['actions.removePublisher release', { type: 'act', action: 'removePublisher', subject: profileArn('release') }],
    ['actions.deleteConfig csc-0123456789abcdefg', { type: 'act', action: 'deleteConfig' }],
    ['actions.sign', { type: 'act', action: 'sign' }],
    ['refresh', { type: 'refresh' }],
    ['allFunctions', { type: 'open' }],
  ])('asks for what is pressed: %s', (name, message) => {
    const { body, posted } = shown({ type: 'function', view: blocked });
    body.button(name).click();
    expect(posted).toEqual([message]);
  });

  it('unfolds on what a verdict goes', () => {
    const { body } = shown({ type: 'function', view: blocked });
    const [evidence] = body.all('details');
    expect(evidence?.textContent).toMatch(/signersigner.*3f1c2b7a.*in 400 days.*ab12.*ab12.*digestSame.*signer.*root.*trustedCertificate/);
    expect(evidence?.textContent).toContain('evidenceUnbelieved');
    expect(body.all('details')).toHaveLength(1);
  });

  it('tells what cannot be signed, and offers nothing', () => {
    const { text, body } = shown({ type: 'function', view: functionOf(undefined, [], { packageType: 'Image' }) });
    expect(text).toContain('imageVerdict');
    expect(buttons(body)).toEqual(['allFunctions', 'refresh']);
  });

  it('offers to attach a configuration where there is none', () => {
    const { body, text } = shown({ type: 'function', view: functionOf(undefined, [partOf('package', unsigned)], { publishers: [] }) });
    expect(text).toContain('noConfigText');
    expect(buttons(body)).toEqual(expect.arrayContaining(['actions.attach', 'actions.createConfig']));
    expect(buttons(body)).not.toContain('actions.toWarn');
    expect(text).toContain('noJobs');
  });

  it('tells why Signer is silent beside what is known without it', () => {
    const { text } = shown({ type: 'function', view: functionOf('Enforce', [partOf('package', verified())], { signerProblem: 'no permission' }) });
    expect(text).toMatch(/trusted: release.*verdicts\.passed.*signerProblem no permission.*release/);
    expect(text).not.toContain('noJobs');
  });

  it('tells why a part could not be read', () => expect(shown({ type: 'function', view: functionOf('Enforce', [partOf('layer', undefined)]) }).text).toContain('notRead denied'));

  it('has a row for each job, of which the good ones can be revoked', () => {
    const jobs = [
      { id: 'one', status: 'Succeeded', profileName: 'release', expires: inDays(20) },
      { id: 'two', status: 'Succeeded', profileName: 'release', expires: inDays(20), revoked: inDays(-1), revokedReason: 'leaked' },
      { id: 'three', status: 'Failed', profileName: 'release', reason: 'already signed' },
      { id: 'four', status: 'InProgress', profileName: 'release' },
      { id: 'five', status: 'Succeeded', profileName: 'release', expires: inDays(-3) },
    ] as const;
    const { body, text } = shown({ type: 'function', view: functionOf('Enforce', [], { jobs }) });
    expect(buttons(body).filter((name) => name.startsWith('actions.revokeJob'))).toEqual(['actions.revokeJob one', 'actions.revokeJob five']);
    expect(text).toMatch(/jobStatuses\.Succeeded.*in 20 days.*jobStatuses\.Revoked.*leaked.*jobStatuses\.Failed.*already signed.*jobStatuses\.InProgress.*jobStatuses\.Expired.*3 days ago/);
  });
});

describe('the overview of a connection', () => {
  const rows = [rowOf('orders', { expires: inDays(5) }), rowOf('audit', { signed: false, verdict: { allowed: false, failed: ['mismatch'] } })];
  const overview = { type: 'overview', view: { connection: 'prod', rows, total: 2 } } as const;

  it('is a table that says how it is sorted, and how long it is', () => {
    const { body } = shown(overview);
    expect(body.all('th', 'role', 'columnheader').map((header) => `${header.textContent} ${header.attributes.get('aria-sort')}`).slice(0, 2)).toEqual(['columns.functionName ascending', 'columns.verdict none']);
    expect(body.all('table')[0]?.attributes.get('aria-rowcount')).toBe('3');
    expect(body.all('th', 'role', 'rowheader').map(({ textContent }) => textContent)).toEqual(['audit', 'orders']);
    expect(body.textContent).toMatch(/audit.*standings\.blocked.*signedWords\.no.*orders.*standings\.trusted.*in 5 days/);
  });

  it('opens a function', () => {
    const { body, posted } = shown(overview);
    body.button('orders').click();
    expect(posted).toEqual([{ type: 'open', functionName: 'orders' }]);
  });

  it('has few rows in the document, however many there are', () => {
    const many = Array.from({ length: 1000 }, (_, index) => rowOf(`f${index}`));
    expect(shown({ type: 'overview', view: { connection: 'prod', rows: many, total: 1000 } }).body.all('th', 'role', 'rowheader').length).toBeLessThan(120);
  });

  it('shows how far the reading is', () => {
    const { body } = shown({ type: 'overview', view: { ...overview.view, total: 8 } });
    expect(body.all('progress').map(({ attributes }) => attributes.get('aria-label'))).toEqual(['2 of 8 read']);
    expect(shown(overview).body.all('progress')).toEqual([]);
  });

  it('does not say that there are no functions where they could not be read', () => {
    const messages = [{ type: 'overview', view: { connection: 'prod', rows: [], total: 0 } }, { type: 'refused', message: 'no network' }] as const;
    expect(shown(...messages).text).not.toContain('noFunctionsText');
  });
  it('tells that there are no functions', () => expect(shown({ type: 'overview', view: { connection: 'prod', rows: [], total: 0 } }).text).toContain('noFunctionsText'));
});

describe('in either view', () => {
  it('the view that one goes to has the focus', async () => {
    const { body, model } = shown({ type: 'overview', view: { connection: 'prod', rows: [rowOf('orders')], total: 1 } });
    body.button('orders').click();
    model.receive({ type: 'function', view: functionOf('Enforce', [], { functionName: 'orders' }) });
    await eventually(() => smallDocument.activeElement?.textContent === 'title: orders');
  });

  it('what goes on can be stopped', () => {
    const { body, posted, text } = shown({ type: 'busy', text: 'Downloading' });
    expect(text).toContain('Downloading');
    body.button('cancel').click();
    expect(posted).toEqual([{ type: 'cancel' }]);
  });

  it('what failed is an alert, with a way to try again', () => {
    const { body, posted } = shown({ type: 'refused', message: 'Not allowed.' });
    expect(body.all('div', 'role', 'alert')[0]?.textContent).toBe('Not allowed.');
    body.button('refresh').click();
    expect(posted).toEqual([{ type: 'refresh' }]);
  });

  it('a signature that nobody knows of shows as it is', () => expect(shown({ type: 'function', view: functionOf('Warn', [partOf('package', verified({}, { ...signatureOf(), chain: [], jobArn: undefined }))]) }).text).toContain('evidence'));
});
