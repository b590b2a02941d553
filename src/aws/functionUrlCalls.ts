import type * as Sdk from '@aws-sdk/client-lambda';
import type { LambdaApi } from './lambdaApi.ts';
import type { LambdaCaller } from './lambdaCaller.ts';
import { page, pageInput } from './pages.ts';
import { thrownFacts } from './thrownFacts.ts';

type FunctionUrlCalls = Pick<LambdaApi, 'listFunctionUrls' | 'createFunctionUrl' | 'permitPublicUrl' | 'deleteFunctionUrl'>;

/** What lets everybody use a URL without authentication. Source: AWS's documentation on access to function URLs, whose ids these are. */
const publicPermissions: readonly Pick<Sdk.AddPermissionCommandInput, 'StatementId' | 'Action' | 'FunctionUrlAuthType' | 'InvokedViaFunctionUrl'>[] = [
  { StatementId: 'FunctionURLAllowPublicAccess', Action: 'lambda:InvokeFunctionUrl', FunctionUrlAuthType: 'NONE' },
  { StatementId: 'FunctionURLInvokeAllowPublicAccess', Action: 'lambda:InvokeFunction', InvokedViaFunctionUrl: true },
];

export function functionUrlCalls(caller: LambdaCaller): FunctionUrlCalls {
  return {
    listFunctionUrls: (name, marker, signal) =>
      caller.repeat('ListFunctionUrlConfigs', signal, async ({ sdk, client, options }) => {
        const command = new sdk.ListFunctionUrlConfigsCommand({ FunctionName: name, ...pageInput(marker) });
        const { FunctionUrlConfigs, NextMarker } = await client.send(command, options);
        return page(FunctionUrlConfigs, NextMarker);
      }),

    createFunctionUrl: ({ functionName, qualifier, authType, invokeMode, cors }, signal) =>
      caller.change('CreateFunctionUrlConfig', signal, async ({ sdk, client, options }) => {
        const command = new sdk.CreateFunctionUrlConfigCommand({
          ...named(functionName, qualifier),
          AuthType: authType,
          InvokeMode: invokeMode,
          ...(cors !== undefined && { Cors: cors }),
        });
        return (await client.send(command, options)).FunctionUrl ?? '';
      }),

    permitPublicUrl: async (name, qualifier, signal) => {
      for (const permission of publicPermissions) {
        await caller.repeat('AddPermission', signal, async ({ sdk, client, options }) => {
          const command = new sdk.AddPermissionCommand({ ...named(name, qualifier), Principal: '*', ...permission });
          await client.send(command, options).catch(unlessThere);
        });
      }
    },

    deleteFunctionUrl: (name, qualifier, signal) =>
      caller.change('DeleteFunctionUrlConfig', signal, async ({ sdk, client, options }) => {
        await client.send(new sdk.DeleteFunctionUrlConfigCommand(named(name, qualifier)), options);
      }),
  };
}

function named(name: string, qualifier: string | undefined): { readonly FunctionName: string; readonly Qualifier?: string } {
  return { FunctionName: name, ...(qualifier !== undefined && { Qualifier: qualifier }) };
}

/** Of a URL that there was before, the statements are there already. */
function unlessThere(error: unknown): void {
  if (thrownFacts(error).name !== 'ResourceConflictException') throw error;
}
