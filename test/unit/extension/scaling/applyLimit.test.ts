import { describe, expect, it } from 'vitest';
import type { ProvisionedConcurrency } from '../../../../src/aws/lambdaApi.ts';
import { awsConnection } from '../../../../src/aws/listAwsConnections.ts';
import { applyLimit, type LimitCalls, type LimitQuestions } from '../../../../src/extension/scaling/applyLimit.ts';
import type { LimitChange } from '../../../../src/extension/scaling/scalingDesk.ts';

const target = {
  connection: { connection: awsConnection('dev', 'eu-west-1'), live: false, api: () => Promise.reject(new Error('not asked here')) },
  functionName: 'orders',
};
const live: ProvisionedConcurrency = { qualifier: 'live', requested: 3, allocated: 3, available: 3, status: 'READY' };

interface Given {
  readonly reserved?: number;
  readonly provisioned?: readonly ProvisionedConcurrency[];
  readonly qualifier?: string;
  readonly agrees?: boolean;
  /** The how-manieth piece of work the user cancels. */
  readonly cancels?: number;
}

/** What was asked and called, in order, and the answer. */
async function applied(change: LimitChange, { reserved, provisioned = [], qualifier, agrees = true, cancels }: Given = {}) {
  const steps: unknown[] = [];
  let works = 0;
  const ask: LimitQuestions = {
    qualifier: async ({ functionName }) => {
      steps.push(['which', functionName]);
      return qualifier;
    },
    provisioned: async (_target, there) => {
      steps.push(['whose', there.length]);
      return qualifier;
    },
    confirm: async ({ type, target: asked, from, to }) => {
      steps.push(['sure', type, asked.qualifier, from, to]);
      return agrees;
    },
    working: async (work) => {
      works += 1;
      await work(new AbortController().signal);
      return works !== cancels;
    },
  };
  const api: LimitCalls = {
    getReservedConcurrency: async () => reserved,
    setReservedConcurrency: async (name, value) => void steps.push(['reserve', name, value]),
    listProvisioned: async () => provisioned,
    setProvisioned: async (name, of, value) => void steps.push(['provision', name, of, value]),
  };
  return { done: await applyLimit(target, change, api, ask), steps };
}

describe('reserved concurrency', () => {
  const to = (value: number | null): LimitChange => ({ type: 'reserved', value });

  it.each<[string, LimitChange, Given, boolean, readonly unknown[]]>([
    ['is set, knowing what it was', to(5), { reserved: 2 }, true, [['sure', 'reserved', undefined, 2, 5], ['reserve', 'orders', 5]]],
    ['is set to nothing at all', to(0), {}, true, [['sure', 'reserved', undefined, undefined, 0], ['reserve', 'orders', 0]]],
    ['is given back', to(null), { reserved: 2 }, true, [['sure', 'reserved', undefined, 2, undefined], ['reserve', 'orders', undefined]]],
    ['stays where the user thinks better of it', to(5), { agrees: false }, false, [['sure', 'reserved', undefined, undefined, 5]]],
    ['is so already', to(5), { reserved: 5 }, true, []],
    ['is none already', to(null), {}, true, []],
    ['stays where the user cancels the reading', to(5), { cancels: 1 }, false, []],
    ['is not said to be done where the user cancels the call', to(5), { cancels: 2 }, false, [['sure', 'reserved', undefined, undefined, 5], ['reserve', 'orders', 5]]],
  ])('%s', async (_title, change, given, done, steps) => {
    expect(await applied(change, given)).toEqual({ done, steps });
  });
});

describe('provisioned concurrency', () => {
  const to = (value: number, qualifier?: string): LimitChange => ({ type: 'provisioned', value, ...(qualifier !== undefined && { qualifier }) });

  it.each<[string, LimitChange, Given, boolean, readonly unknown[]]>([
    ['is set where it is named', to(5, 'live'), { provisioned: [live] }, true, [['sure', 'provisioned', 'live', 3, 5], ['provision', 'orders', 'live', 5]]],
    ['asks for an alias or version', to(5), { qualifier: '7' }, true, [['which', 'orders'], ['sure', 'provisioned', '7', undefined, 5], ['provision', 'orders', '7', 5]]],
    ['is set nowhere where the user does not say', to(5), {}, false, [['which', 'orders']]],
    ['asks whose to take away', to(0), { provisioned: [live], qualifier: 'live' }, true, [['whose', 1], ['sure', 'provisioned', 'live', 3, undefined], ['provision', 'orders', 'live', 0]]],
    ['stays where the user thinks better of it', to(0, 'live'), { provisioned: [live], agrees: false }, false, [['sure', 'provisioned', 'live', 3, undefined]]],
    ['is so already', to(3, 'live'), { provisioned: [live] }, true, []],
    ['is none already', to(0, 'other'), { provisioned: [live] }, true, []],
  ])('%s', async (_title, change, given, done, steps) => {
    expect(await applied(change, given)).toEqual({ done, steps });
  });
});
