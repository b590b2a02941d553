import { expect, test } from 'vitest';
import { parseCommandLine } from '../../../../src/runner/cli/commandLine.ts';

const arn = 'arn:aws:signer:eu-central-1:123456789012:/signing-profiles/release/AbCdEf0123';

test('verify takes one file, and what it is checked against', () => {
  expect(parseCommandLine(['verify', 'a.zip'])).toEqual({ type: 'verify', file: 'a.zip', roots: [], allowed: [], at: undefined, endpoint: undefined, json: false });
  const more = ['--roots', 'one.pem', '--roots', 'two.der', '--allow', arn, '--at', '2026-11-21T09:00:00Z', '--endpoint', 'http://127.0.0.1:4566', '--json'];
  expect(parseCommandLine(['verify', ...more, 'a.zip'])).toEqual({
    type: 'verify', file: 'a.zip', roots: ['one.pem', 'two.der'], allowed: [arn], at: Date.UTC(2026, 10, 21, 9), endpoint: 'http://127.0.0.1:4566', json: true,
  });
});

test.each([
  ['no file', []],
  ['two files', ['a.zip', 'b.zip']],
  ['an ARN without the version', ['a.zip', '--allow', arn.slice(0, arn.lastIndexOf('/'))]],
  ['another ARN', ['a.zip', '--allow', 'arn:aws:lambda:eu-central-1:123456789012:function:f']],
  ['a time that is none', ['a.zip', '--at', 'yesterday']],
  ['an endpoint that is no URL', ['a.zip', '--endpoint', 'here']],
  ['an unknown option', ['a.zip', '--trust']],
])('%s is an error of usage that shows how it is called', (_, args) => {
  expect(() => parseCommandLine(['verify', ...args])).toThrowError(expect.objectContaining({ code: 'USAGE', message: expect.stringContaining('verify ZIP [--roots FILE ...]') }));
});
