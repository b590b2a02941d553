import { describe, expect, it } from 'vitest';
import type { OverviewRow } from '../../../../../src/protocol/webview/codeSigning.ts';
import type { SigningColumn } from '../../../../../src/protocol/webview/codeSigningStrings.ts';
import { countsOf, filtered, signedOf, sorted } from '../../../../../webviews/codeSigning/overview/overviewRows.ts';
import { SigningFormats } from '../../../../../webviews/codeSigning/signingFormats.ts';
import { inDays, now, profileArn, rowOf } from '../states.ts';

/** Unsigned, or it says otherwise; without a configuration. */
const bare = (functionName: string, more: Partial<OverviewRow> = {}): OverviewRow => ({ functionName, packageType: 'Zip', policy: undefined, signed: false, verdict: { allowed: true, failed: [] }, ...more });

const rows: readonly OverviewRow[] = [
  rowOf('audit-10', { expires: inDays(90), policy: 'Warn', verdict: { allowed: true, failed: ['expiry'] } }),
  rowOf('audit-9', { expires: inDays(400), configId: 'csc-9' }),
  bare('Basket', { policy: 'Enforce', configId: 'csc-1', verdict: { allowed: false, failed: ['mismatch'] } }),
  bare('image', { packageType: 'Image' }),
  bare('loose'),
  bare('old', { policy: 'Enforce', configId: 'csc-1', signed: true, expires: inDays(-3), profileVersionArn: profileArn('hotfix'), verdict: { allowed: false, failed: ['expiry'] } }),
  bare('secret', { verdict: undefined, problem: 'denied' }),
];

const names = (list: readonly OverviewRow[]) => list.map(({ functionName }) => functionName);
const by = (column: SigningColumn, descending = false) => names(sorted(rows, { column, descending }, new SigningFormats('en').collator.compare));

describe('the functions of a connection', () => {
  it('are counted', () => expect(countsOf(rows, now)).toEqual({ all: 7, signed: 3, unsigned: 2, blocked: 2, expiring: 2 }));

  it('are signed, or not, or cannot be, or nobody knows', () => expect(rows.map(signedOf)).toEqual(['yes', 'yes', 'no', 'image', 'no', 'yes', 'unknown']));

  it.each([
    ['signed', '', ['audit-10', 'audit-9', 'old']],
    ['unsigned', '', ['Basket', 'loose']],
    ['blocked', '', ['Basket', 'old']],
    ['expiring', '', ['audit-10', 'old']],
    ['all', ' BASK ', ['Basket']],
    ['all', 'audit csc-9', ['audit-9']],
    ['all', 'hotfix', ['old']],
    ['all', 'warn', ['audit-10']],
    ['signed', 'basket', []],
  ] as const)('are filtered: %s, “%s”', (count, filter, left) => expect(names(filtered(rows, count, filter, now))).toEqual(left));

  it.each<[SigningColumn, boolean, readonly string[]]>([
    ['functionName', false, ['audit-9', 'audit-10', 'Basket', 'image', 'loose', 'old', 'secret']],
    ['functionName', true, ['secret', 'old', 'loose', 'image', 'Basket', 'audit-10', 'audit-9']],
    ['expires', false, ['old', 'audit-10', 'audit-9', 'Basket', 'image', 'loose', 'secret']],
    ['expires', true, ['audit-9', 'audit-10', 'old', 'Basket', 'image', 'loose', 'secret']],
    ['verdict', false, ['Basket', 'old', 'secret', 'audit-10', 'loose', 'image', 'audit-9']],
    ['signer', false, ['old', 'audit-9', 'audit-10', 'Basket', 'image', 'loose', 'secret']],
    ['policy', true, ['audit-10', 'audit-9', 'Basket', 'old', 'image', 'loose', 'secret']],
    ['signed', false, ['audit-9', 'audit-10', 'old', 'Basket', 'loose', 'secret', 'image']],
    ['configuration', false, ['audit-10', 'Basket', 'old', 'audit-9', 'image', 'loose', 'secret']],
  ])('are sorted by %s, descending: %s; what has no value comes last', (column, descending, order) => expect(by(column, descending)).toEqual(order));
});
