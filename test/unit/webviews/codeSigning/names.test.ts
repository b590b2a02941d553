import { expect, it } from 'vitest';
import { commonName, jobIdOf, profileOf, shortened } from '../../../../webviews/codeSigning/names.ts';
import { profileArn } from './states.ts';

it('takes a profile’s name and version from its ARN', () =>
  expect([profileOf(profileArn('release')), profileOf('arn:aws:signer:x:1:/signing-profiles/release'), profileOf('whatever')]).toEqual([
    { name: 'release', version: 'abcdef1234' }, { name: 'release', version: '' }, { name: 'whatever', version: '' },
  ]));

it('takes a job’s id from its ARN', () => expect([jobIdOf('arn:aws:signer:x:1:/signing-jobs/3f1c'), jobIdOf('3f1c')]).toEqual(['3f1c', '3f1c']));

it.each([['CN=Signer, O=Shop', 'Signer'], ['O=Shop,CN=Signer us-west-2 ROOT CA', 'Signer us-west-2 ROOT CA'], ['CN=A\\,B,O=C', 'A\\,B'], ['O=Shop', 'O=Shop']])('calls %s %s', (subject, name) =>
  expect(commonName(subject)).toBe(name));

it('shortens what nobody reads whole', () => expect([shortened('ab'.repeat(20)), shortened('ab12')]).toEqual(['abababababab…ababab', 'ab12']));
