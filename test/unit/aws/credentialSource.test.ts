import { expect, test } from 'vitest';
import { type CredentialSource, credentialSource, type Profiles } from '../../../src/aws/credentialSource.ts';

function signIn(command: string, session?: string): CredentialSource {
  return { type: 'signIn', command, ...(session !== undefined && { session }) };
}

test.each<[string, Profiles, CredentialSource]>([
  ['nothing', {}, { type: 'unknownProfile' }],
  ['a Region only', { dev: { region: 'x' } }, { type: 'none' }],
  ['keys', { dev: { aws_access_key_id: 'x' } }, { type: 'keys' }],
  ['a process', { dev: { credential_process: 'x' } }, { type: 'process' }],
  ['a sign-in', { dev: { sso_session: 'corp' } }, signIn('aws sso login --profile dev', 'corp')],
  ['a sign-in of the older kind', { dev: { sso_start_url: 'https://x' } }, signIn('aws sso login --profile dev', 'https://x')],
  ['a sign-in through the console', { dev: { login_session: 'arn' } }, signIn('aws login --profile dev')],
  [
    'a role by way of another profile that signs in',
    {
      dev: { role_arn: 'r', source_profile: 'base' },
      base: { role_arn: 'r', source_profile: 'my base' },
      'my base': { sso_session: 'corp' },
    },
    signIn('aws sso login --profile "my base"', 'corp'),
  ],
  [
    'a role with a device',
    { dev: { role_arn: 'r', source_profile: 'base', mfa_serial: 'd' }, base: { aws_access_key_id: 'x' } },
    { type: 'mfa' },
  ],
  ['a role by way of a profile that is missing', { dev: { role_arn: 'r', source_profile: 'base' } }, { type: 'unknownProfile' }],
  ['roles in a circle', { dev: { source_profile: 'base' }, base: { source_profile: 'dev' } }, { type: 'none' }],
])('%s', (_title, profiles, expected) => {
  expect(credentialSource(profiles, 'dev')).toEqual(expected);
});
