import { expect, it } from 'vitest';
import { verificationText, type VerificationWords } from '../../../../src/extension/codeSigning/verificationText.ts';
import { unsigned, verified } from './signingFixtures.ts';

const each = (suffix: string) => ({ integrity: `integrity ${suffix}`, mismatch: `mismatch ${suffix}`, expiry: `expiry ${suffix}`, revocation: `revocation ${suffix}` });
const words: VerificationWords = {
  allPassed: 'GOOD', failed: 'BAD', checks: { integrity: 'Integrity', mismatch: 'Mismatch', expiry: 'Expiry', revocation: 'Revocation' },
  verdicts: { passed: 'passed', failed: 'failed', notChecked: 'not checked' }, passed: each('fine'), skipped: 'skipped', reasons: { unsigned: 'It has no signature.', contentChanged: 'It was changed.' },
  atEntry: 'At {0}.', checkedWith: 'With', publishers: 'Publishers', anyPublisher: 'any', signature: 'Signature', profileVersion: 'Profile', job: 'Job', signedAt: 'Signed', expires: 'Expires',
  signedDigest: 'As signed', foundDigest: 'As found', certificates: 'Certificates', issuedBy: 'issued by', valid: 'valid', trusted: 'root', noRoot: 'No root.',
};

it('reads from the answer to what it rests on', () => {
  const text = verificationText({ file: '/a.zip', connection: 'Local', allowed: ['p1'], verification: verified() }, words);
  expect(text.split('\n').slice(0, 12)).toEqual([
    '/a.zip', '', 'GOOD', '',
    'Integrity   passed       integrity fine',
    'Mismatch    passed       mismatch fine',
    'Expiry      passed       expiry fine',
    'Revocation  passed       revocation fine',
    '', 'With: Local', 'Publishers:', '  p1',
  ]);
  expect(text).toContain('  Profile    arn:aws:signer:');
  expect(text).toContain('  No root.\n');
});

it('says what failed, and where', () => {
  const verification = verified({ integrity: { verdict: 'failed', reason: 'contentChanged', entry: 'index.mjs' } });
  const text = verificationText({ file: 'a.zip', connection: 'Local', allowed: undefined, verification }, words);
  expect(text).toContain('BAD');
  expect(text).toContain('Integrity   failed       It was changed. At index.mjs.');
  expect(text).toContain('Publishers: any');
});

it('has nothing to say of a signature that is not there', () => {
  const text = verificationText({ file: 'a.zip', connection: 'Local', allowed: undefined, verification: unsigned }, words);
  expect(text).toContain('Mismatch    failed       It has no signature.');
  expect(text).toContain('Expiry      not checked  skipped');
  expect(text).not.toContain('Certificates');
});
