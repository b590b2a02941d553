import { expect, it } from 'vitest';
import { verificationText, type VerificationWords } from '../../../../src/extension/codeSigning/verificationText.ts';
import { unsigned, verified } from './signingFixtures.ts';

const each = (suffix: string) => ({ integrity: `integrity ${suffix}`, mismatch: `mismatch ${suffix}`, expiry: `expiry ${suffix}`, revocation: `revocation ${suffix}` });
const words: VerificationWords = {
  allPassed: 'GOOD', failed: 'BAD', unsigned: 'NONE', checks: { integrity: 'Integrity', mismatch: 'Mismatch', expiry: 'Expiry', revocation: 'Revocation' },
  verdicts: { passed: 'passed', failed: 'failed', notChecked: 'not checked' }, passed: { ...each('fine'), mismatch: 'of {0}', expiry: 'until {0}' }, mismatchAllowed: 'allowed: {0}', skipped: 'skipped', left: 'left', reasons: { unsigned: 'It has no signature.', contentChanged: 'It was changed.' },
  atEntry: 'At {0}.', checkedWith: 'With', publishers: 'Publishers', anyPublisher: 'any', signature: 'Signature', profileVersion: 'Profile', job: 'Job', signedAt: 'Signed', expires: 'Expires',
  signedDigest: 'As signed', foundDigest: 'As found', certificates: 'Certificates', issuedBy: 'issued by', valid: 'valid', trusted: 'root', noRoot: 'No root.',
};

it('reads from the answer to what it rests on', () => {
  const text = verificationText({ file: '/a.zip', connection: 'Local', allowed: ['p1'], verification: verified() }, words);
  expect(text.split('\n').slice(0, 12)).toEqual([
    '/a.zip', '', 'GOOD', '',
    'Integrity   passed       integrity fine',
    'Mismatch    passed       allowed: release',
    'Expiry      passed       until 2030-01-01T00:00:00.000Z',
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
  expect(text).toContain('Mismatch    passed       of release');
});

it('tells a check that was left out from one that there was nothing to make on', () => {
  const verification = verified({ mismatch: { verdict: 'failed', reason: 'unsigned' }, expiry: { verdict: 'notChecked' } });
  expect(verificationText({ file: 'a.zip', connection: 'Local', allowed: undefined, verification }, words)).toContain('Expiry      not checked  left');
});

it('has nothing to say of a signature that is not there', () => {
  const text = verificationText({ file: 'a.zip', connection: 'Local', allowed: undefined, verification: unsigned }, words);
  expect(text).toContain('a.zip\n\nNONE\n');
  expect(text).toContain('Mismatch    failed       It has no signature.');
  expect(text).toContain('Expiry      not checked  skipped');
  expect(text).not.toContain('Certificates');
});
