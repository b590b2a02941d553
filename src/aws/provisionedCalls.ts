import type { GetProvisionedConcurrencyConfigResponse } from '@aws-sdk/client-lambda';
import type { LambdaApi, ProvisionedConcurrency } from './lambdaApi.ts';
import type { LambdaCaller } from './lambdaCaller.ts';
import { pageInput } from './pages.ts';
import { thrownFacts } from './thrownFacts.ts';

type ProvisionedCalls = Pick<LambdaApi, 'listProvisioned' | 'getProvisioned' | 'setProvisioned'>;

/** Provisioned concurrency of versions and aliases. */
export function provisionedCalls(caller: LambdaCaller): ProvisionedCalls {
  return {
    listProvisioned: async (name, signal) => {
      const found: ProvisionedConcurrency[] = [];
      let marker: string | undefined;
      do {
        const input = { FunctionName: name, ...pageInput(marker) };
        const { ProvisionedConcurrencyConfigs = [], NextMarker } = await caller.repeat('ListProvisionedConcurrencyConfigs', signal, ({ sdk, client, options }) =>
          client.send(new sdk.ListProvisionedConcurrencyConfigsCommand(input), options),
        );
        // arn:aws:lambda:<region>:<account>:function:<name>:<qualifier>
        found.push(...ProvisionedConcurrencyConfigs.map((config) => provisioned(config.FunctionArn?.split(':').at(-1) ?? '', config)));
        marker = NextMarker === '' ? undefined : NextMarker;
      } while (marker !== undefined);
      return found;
    },

    getProvisioned: (name, qualifier, signal) =>
      caller.repeat('GetProvisionedConcurrencyConfig', signal, async ({ sdk, client, options }) => {
        const command = new sdk.GetProvisionedConcurrencyConfigCommand({ FunctionName: name, Qualifier: qualifier });
        const config = await client.send(command, options).catch(unlessNone);
        return config && provisioned(qualifier, config);
      }),

    setProvisioned: (name, qualifier, environments, signal) => {
      const target = { FunctionName: name, Qualifier: qualifier };
      return environments === 0
        ? caller.change('DeleteProvisionedConcurrencyConfig', signal, async ({ sdk, client, options }) => {
            await client.send(new sdk.DeleteProvisionedConcurrencyConfigCommand(target), options);
          })
        : caller.change('PutProvisionedConcurrencyConfig', signal, async ({ sdk, client, options }) => {
            const input = { ...target, ProvisionedConcurrentExecutions: environments };
            await client.send(new sdk.PutProvisionedConcurrencyConfigCommand(input), options);
          });
    },
  };
}

function provisioned(qualifier: string, config: GetProvisionedConcurrencyConfigResponse): ProvisionedConcurrency {
  return {
    qualifier,
    requested: config.RequestedProvisionedConcurrentExecutions ?? 0,
    allocated: config.AllocatedProvisionedConcurrentExecutions ?? 0,
    available: config.AvailableProvisionedConcurrentExecutions ?? 0,
    ...(config.Status !== undefined && { status: config.Status }),
    ...(config.StatusReason !== undefined && { statusReason: config.StatusReason }),
  };
}

/** A version or alias without any; a function that is not there has another name. */
function unlessNone(error: unknown): undefined {
  if (thrownFacts(error).name !== 'ProvisionedConcurrencyConfigNotFoundException') throw error;
}
