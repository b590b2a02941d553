import { describe, expect, test } from 'vitest';
import type { LoadedFunction } from '../../../../src/runner/cli/loadClient.ts';
import { checkConfirmation, type ConfirmedLoad, confirmationText } from '../../../../src/runner/cli/loadConfirmation.ts';

const fn: LoadedFunction = {
  arn: 'arn:aws:lambda:eu-west-1:123456789012:function:orders:live',
  memoryMegabytes: 1024,
  timeoutSeconds: 30,
  architecture: 'x86_64',
};
const load: ConfirmedLoad = {
  command: { functionName: 'orders', qualifier: 'live', rate: 50, rampTo: undefined, seconds: 60, confirm: undefined },
  target: { type: 'aws', profile: 'dev', region: 'eu-west-1', endpoint: undefined },
  invocations: 3000,
  fn,
};
// 3,000 requests at 0.20 USD a million, and 300 or 90,000 GB-seconds at 0.0000166667 USD.
const cost = 'about 0.01 USD at 100 ms each and at most 1.51 USD';

test.each<[string, Partial<ConfirmedLoad>, string]>([
  ['AWS', {}, `orders live in eu-west-1, account 123456789012, profile dev: 50/s for 60 s, 3000 invocations, ${cost}`],
  [
    'a ramp, without a profile',
    { command: { ...load.command, qualifier: undefined, rampTo: 200 }, target: { type: 'aws', profile: undefined, region: 'eu-west-1', endpoint: undefined } },
    `orders in eu-west-1, account 123456789012: 50 to 200/s for 60 s, 3000 invocations, ${cost}`,
  ],
  [
    'signed requests to an endpoint',
    { target: { type: 'aws', profile: 'dev', region: undefined, endpoint: 'http://127.0.0.1:1' } },
    `orders live in eu-west-1, account 123456789012, profile dev, at http://127.0.0.1:1: 50/s for 60 s, 3000 invocations, ${cost}`,
  ],
  [
    'an endpoint that tells nothing of the function',
    { target: { type: 'endpoint', endpoint: 'http://10.0.0.5:1', onThisMachine: false }, fn: undefined },
    'orders live at http://10.0.0.5:1: 50/s for 60 s, 3000 invocations, cost unknown',
  ],
  [
    'what a shell would change',
    { command: { ...load.command, qualifier: '$LATEST' }, target: { type: 'aws', profile: 'a"$(b)`c', region: undefined, endpoint: undefined } },
    `orders in eu-west-1, account 123456789012, profile a__(b)_c: 50/s for 60 s, 3000 invocations, ${cost}`,
  ],
])('the text for %s', (_, changes, expected) => {
  expect(confirmationText({ ...load, ...changes })).toBe(expected);
});

describe('a confirmation', () => {
  const confirmed = (confirm: string | undefined, changes: Partial<ConfirmedLoad> = {}) => () => {
    checkConfirmation({ ...load, ...changes, command: { ...load.command, confirm } });
  };
  const text = confirmationText(load);

  test('is asked for with the text that gives it', () => {
    expect(confirmed(undefined)).toThrow(expect.objectContaining({ code: 'LOAD_NOT_CONFIRMED', message: expect.stringContaining(`--confirm "${text}"`) }));
  });

  test('lets the load begin', () => {
    expect(confirmed(text)).not.toThrow();
  });

  test.each<[string, string, Partial<ConfirmedLoad>]>([
    ['yes', 'yes', {}],
    ['nothing', '', {}],
    ['of fewer invocations', text, { invocations: 3001 }],
    ['of another account', text, { fn: { ...fn, arn: fn.arn.replace('123456789012', '210987654321') } }],
    ['of less memory', text, { fn: { ...fn, memoryMegabytes: 2048 } }],
  ])('%s is none', (_, confirm, changes) => {
    expect(confirmed(confirm, changes)).toThrow(expect.objectContaining({ code: 'LOAD_NOT_CONFIRMED' }));
  });
});
