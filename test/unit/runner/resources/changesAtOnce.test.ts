import { describe, expect, test } from 'vitest';

import { openRegion, role, type TestRegion } from './testRegion.ts';

const rounds = 20;
const prefix = 'arn:aws:lambda:eu-west-1:123456789012';
const publishers = { SigningProfileVersionArns: ['arn:aws:signer:eu-west-1:123456789012:/signing-profiles/Profile/0123456789'] };

/** How many of them were answered without an error. */
async function succeeded(calls: readonly Promise<unknown>[]): Promise<number> {
  return (await Promise.allSettled(calls)).filter(({ status }) => status === 'fulfilled').length;
}

interface Duel {
  readonly title: string;
  /** Two changes of which only one can be, whichever comes first. */
  readonly begin: (region: TestRegion, round: number) => Promise<readonly (() => Promise<unknown>)[]>;
}

const duels: readonly Duel[] = [
  {
    title: 'a code signing configuration is deleted while it is attached',
    begin: async (region, round) => {
      const { CodeSigningConfig } = await region.call('CreateCodeSigningConfig', { AllowedPublishers: publishers });
      const CodeSigningConfigArn = CodeSigningConfig?.CodeSigningConfigArn ?? '';
      await region.create(`fn${round}`);
      return [
        () => region.call('PutFunctionCodeSigningConfig', { FunctionName: `fn${round}`, CodeSigningConfigArn }),
        () => region.call('DeleteCodeSigningConfig', { CodeSigningConfigArn }),
      ];
    },
  },
  {
    title: 'a code signing configuration is deleted while a function is made with it',
    begin: async (region, round) => {
      const { CodeSigningConfig } = await region.call('CreateCodeSigningConfig', { AllowedPublishers: publishers });
      const CodeSigningConfigArn = CodeSigningConfig?.CodeSigningConfigArn ?? '';
      return [
        () => region.create(`fn${round}`, { CodeSigningConfigArn }),
        async () => {
          // The function's code is being unpacked by then.
          await new Promise(setImmediate);
          await region.call('DeleteCodeSigningConfig', { CodeSigningConfigArn });
        },
      ];
    },
  },
  {
    title: 'a capacity provider is deleted while a function is made with it',
    begin: async (region, round) => {
      const CapacityProviderName = `machines${round}`;
      await region.call('CreateCapacityProvider', {
        CapacityProviderName,
        VpcConfig: { SubnetIds: ['subnet-0123456789abcdef0'], SecurityGroupIds: ['sg-0123456789abcdef0'] },
        PermissionsConfig: { CapacityProviderOperatorRoleArn: role },
      });
      const CapacityProviderArn = `${prefix}:capacity-provider:${CapacityProviderName}`;
      const provider = { LambdaManagedInstancesCapacityProviderConfig: { CapacityProviderArn } };
      return [
        () => region.create(`fn${round}`, { CapacityProviderConfig: provider }),
        async () => {
          await new Promise(setImmediate);
          await region.call('DeleteCapacityProvider', { CapacityProviderName });
        },
      ];
    },
  },
  {
    title: 'two functions take what is left for one, provisioned and reserved',
    begin: async (region, round) => {
      const [one, other] = [`one${round}`, `other${round}`];
      for (const FunctionName of [one, other]) await region.create(FunctionName, { Publish: true });
      return [
        () => region.call('PutProvisionedConcurrencyConfig', { FunctionName: one, Qualifier: '1', ProvisionedConcurrentExecutions: 500 }),
        () => region.call('PutFunctionConcurrency', { FunctionName: other, ReservedConcurrentExecutions: 500 }),
      ];
    },
  },
  {
    title: 'an alias is made of a version that is deleted',
    begin: async (region, round) => {
      const FunctionName = `fn${round}`;
      await region.create(FunctionName, { Publish: true });
      return [
        () => region.call('CreateAlias', { FunctionName, Name: 'live', FunctionVersion: '1' }),
        () => region.call('DeleteFunction', { FunctionName, Qualifier: '1' }),
      ];
    },
  },
  {
    title: 'two functions of one name are made',
    begin: (region, round) => Promise.resolve([() => region.create(`fn${round}`), () => region.create(`fn${round}`)]),
  },
];

describe.each(duels)('$title', ({ begin }) => {
  test.each(['in order', 'the other way round'])('%s', async (order) => {
    for (let round = 0; round < rounds; round += 1) {
      const region = await openRegionOnce(round);
      const changes = await begin(region, round);
      const calls = order === 'in order' ? changes : [...changes].reverse();
      expect(await succeeded(calls.map((call) => call()))).toBe(1);
      await takeBack(region);
    }
  });

  let opened: TestRegion | undefined;
  async function openRegionOnce(round: number): Promise<TestRegion> {
    if (round === 0 || opened === undefined) opened = await openRegion({ accountConcurrency: 1000 });
    return opened;
  }
});

/** For the next round: nothing is reserved or provisioned. */
async function takeBack(region: TestRegion): Promise<void> {
  for (const { settings } of region.functions.latest()) await region.call('DeleteFunction', { FunctionName: settings.FunctionName });
}
