import { join } from 'node:path';
import { expect, it } from 'vitest';
import { awsFiles } from '../../../../src/extension/connections/awsFiles.ts';

it.each([
  { env: {}, expected: { config: join('/home/me', '.aws', 'config'), credentials: join('/home/me', '.aws', 'credentials') } },
  { env: { AWS_CONFIG_FILE: '/etc/aws', AWS_SHARED_CREDENTIALS_FILE: '/etc/keys' }, expected: { config: '/etc/aws', credentials: '/etc/keys' } },
])('finds the shared files with $env', ({ env, expected }) => expect(awsFiles(env, '/home/me')).toEqual(expected));
