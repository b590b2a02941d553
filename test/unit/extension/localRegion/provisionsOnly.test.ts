import { expect, it } from 'vitest';
import { provisionsOnly } from '../../../../src/extension/localRegion/provisionsOnly.ts';
import type { FunctionInfo } from '../../../../src/protocol/runner.ts';

const provisioned = { qualifier: 'live', requested: 10, allocated: 2, available: 0, status: 'IN_PROGRESS' } as const;
const orders: FunctionInfo = {
  name: 'orders',
  timeoutMs: 3000,
  memoryMegabytes: 128,
  architecture: 'x86_64',
  revision: 'one',
  provisioned: [provisioned],
  aliases: [{ name: 'live', version: '1' }],
};

it.each([
  { what: 'more are allocated', now: [{ ...orders, provisioned: [{ ...provisioned, allocated: 3 }] }], only: true },
  { what: 'all are ready', now: [{ ...orders, provisioned: [{ ...provisioned, allocated: 10, available: 10, status: 'READY' as const }] }], only: false },
  { what: 'other ones are requested', now: [{ ...orders, provisioned: [{ ...provisioned, requested: 4 }] }], only: false },
  { what: 'something is changed that nobody tells', now: [orders], only: false },
  { what: 'the code is another, too', now: [{ ...orders, revision: 'two', provisioned: [{ ...provisioned, allocated: 3 }] }], only: false },
  { what: 'it is gone', now: [], only: false },
])('$what: $only', ({ now, only }) => expect(provisionsOnly([orders], now)).toBe(only));
