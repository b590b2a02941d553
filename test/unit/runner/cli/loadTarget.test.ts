import { expect, test } from 'vitest';
import { loadTarget, wantsConfirmation } from '../../../../src/runner/cli/loadTarget.ts';

const none = { endpoint: undefined, profile: undefined, region: undefined };

test.each<[string, Parameters<typeof loadTarget>[0], Record<string, string>, object, boolean]>([
  ['an endpoint on this machine', { ...none, endpoint: 'http://127.0.0.1:4566' }, {}, { type: 'endpoint', onThisMachine: true }, false],
  ['by its name', { ...none, endpoint: 'http://localhost:4566' }, {}, { type: 'endpoint', onThisMachine: true }, false],
  ['by IPv6', { ...none, endpoint: 'http://[::1]:4566' }, {}, { type: 'endpoint', onThisMachine: true }, false],
  ['an endpoint of the environment', none, { AWS_ENDPOINT_URL: 'http://127.1.2.3:1' }, { type: 'endpoint', endpoint: 'http://127.1.2.3:1' }, false],
  ['that of Lambda goes first', none, { AWS_ENDPOINT_URL: 'http://a.test', AWS_ENDPOINT_URL_LAMBDA: 'http://127.0.0.1:1' }, { endpoint: 'http://127.0.0.1:1' }, false],
  ['an endpoint elsewhere', { ...none, endpoint: 'http://10.0.0.5:4566' }, {}, { type: 'endpoint', onThisMachine: false }, true],
  ['a name that only looks like this machine', { ...none, endpoint: 'http://127.0.0.1.example.com' }, {}, { onThisMachine: false }, true],
  ['likewise', { ...none, endpoint: 'http://localhost.example.com' }, {}, { onThisMachine: false }, true],
  ['all interfaces', { ...none, endpoint: 'http://0.0.0.0:1' }, {}, { onThisMachine: false }, true],
  ['a name below that of this machine', { ...none, endpoint: 'http://other.localhost:1' }, {}, { onThisMachine: false }, true],
  ['this machine in another notation', { ...none, endpoint: 'http://2130706433:1' }, {}, { onThisMachine: true }, false],
  ['an IPv6 address that holds one of IPv4', { ...none, endpoint: 'http://[::ffff:10.0.0.5]:1' }, {}, { onThisMachine: false }, true],
  ['a variable that is empty', none, { AWS_ENDPOINT_URL_LAMBDA: '', AWS_ENDPOINT_URL: 'http://127.0.0.1:1' }, { endpoint: 'http://127.0.0.1:1' }, false],
  ['a profile', { ...none, profile: 'dev' }, { AWS_REGION: 'eu-west-1' }, { type: 'aws', profile: 'dev', region: 'eu-west-1', endpoint: undefined }, true],
  ['a Region', { ...none, region: 'eu-west-2' }, { AWS_REGION: 'eu-west-1' }, { type: 'aws', profile: undefined, region: 'eu-west-2' }, true],
  ['a profile with an endpoint of the environment', { ...none, profile: 'dev' }, { AWS_ENDPOINT_URL: 'http://127.0.0.1:1' }, { type: 'aws', endpoint: 'http://127.0.0.1:1' }, true],
])('%s', (_, command, environment, expected, confirmed) => {
  const target = loadTarget(command, environment);
  expect(target).toMatchObject(expected);
  expect(wantsConfirmation(target)).toBe(confirmed);
});

test.each<[string, Parameters<typeof loadTarget>[0], Record<string, string>, string]>([
  ['no URL', none, { AWS_ENDPOINT_URL: 'localhost' }, 'AWS_ENDPOINT_URL wants a URL'],
  ['no URL of the web', none, { AWS_ENDPOINT_URL_LAMBDA: 'ftp://127.0.0.1' }, 'AWS_ENDPOINT_URL_LAMBDA wants a URL'],
  ['a password', { ...none, endpoint: 'http://me:hush@127.0.0.1:1' }, {}, '--endpoint wants a URL without a user name and a password.'],
  ['a user name that looks like this machine', { ...none, endpoint: 'http://127.0.0.1@example.com' }, {}, '--endpoint wants a URL without'],
  ['a password in the environment', { ...none, profile: 'dev' }, { AWS_ENDPOINT_URL: 'https://me:hush@a.test' }, 'AWS_ENDPOINT_URL wants a URL without'],
])('an endpoint that is, or has, %s is refused, and not told', (_, command, environment, message) => {
  const told = expect.stringMatching(new RegExp(`^${message}(?:(?!hush).)*$`));
  expect(() => loadTarget(command, environment)).toThrow(expect.objectContaining({ code: 'ENDPOINT_INVALID', message: told }));
});

test('no target at all is told', () => {
  expect(() => loadTarget(none, {})).toThrow(expect.objectContaining({ code: 'ENDPOINT_MISSING' }));
});
