import { expect, it } from 'vitest';
import { overviewCsv, overviewName } from '../../../../../webviews/codeSigning/overview/overviewCsv.ts';
import { inDays, now, profileArn, rowOf } from '../states.ts';

it('has a line for each row in its order, with times in UTC and words that no language changes', () => {
  const rows = [rowOf('orders', { expires: inDays(40), profileVersionArn: profileArn('release') }), rowOf('a,b', { signed: false, policy: 'Warn', verdict: { allowed: true, failed: ['mismatch', 'expiry'] } })];
  expect(overviewCsv('prod', rows, now).split('\r\n')).toEqual([
    'connection,function,packageType,verdict,failedChecks,policy,signed,signer,profileVersionArn,jobArn,expires,daysLeft,configuration,problem',
    `prod,orders,Zip,trusted,,Enforce,yes,release,${profileArn('release')},,2026-03-12T00:00:00.000Z,40,csc-1,`,
    'prod,"a,b",Zip,counted,mismatch expiry,Warn,no,release,,,,,csc-1,',
    '',
  ]);
});

it('has no formulas in it', () => expect(overviewCsv('=cmd', [rowOf('x', { problem: '@SUM(1)' })], now)).toMatch(/^'=cmd,x,.*,'@SUM\(1\)\r\n$/m));

it('names the file as every system takes it', () => expect(overviewName('prod · eu/central:1', now)).toBe('code-signing-prod_eu_central_1-2026-01-31T00-00-00'));
