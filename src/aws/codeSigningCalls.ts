import type * as Sdk from '@aws-sdk/client-lambda';
import type { CodeSigningApi, CodeSigningSettings } from './codeSigningApi.ts';
import type { LambdaCaller } from './lambdaCaller.ts';
import { page, pageInput } from './pages.ts';

/** Code signing configurations, and which function has which. */
export function codeSigningCalls(caller: LambdaCaller): CodeSigningApi {
  return {
    listCodeSigningConfigs: (marker, signal) =>
      caller.repeat('ListCodeSigningConfigs', signal, async ({ sdk, client, options }) => {
        const { CodeSigningConfigs, NextMarker } = await client.send(new sdk.ListCodeSigningConfigsCommand(pageInput(marker)), options);
        return page(CodeSigningConfigs, NextMarker);
      }),

    getCodeSigningConfig: (arn, signal) =>
      caller.repeat('GetCodeSigningConfig', signal, async ({ sdk, client, options }) => {
        const command = new sdk.GetCodeSigningConfigCommand({ CodeSigningConfigArn: arn });
        return configIn(await client.send(command, options));
      }),

    createCodeSigningConfig: (settings, signal) =>
      caller.change('CreateCodeSigningConfig', signal, async ({ sdk, client, options }) => {
        const { AllowedPublishers = publishersOf(settings.allowedPublishers), ...rest } = inputOf(settings);
        return configIn(await client.send(new sdk.CreateCodeSigningConfigCommand({ ...rest, AllowedPublishers }), options));
      }),

    updateCodeSigningConfig: (arn, settings, signal) =>
      caller.change('UpdateCodeSigningConfig', signal, async ({ sdk, client, options }) => {
        const command = new sdk.UpdateCodeSigningConfigCommand({ CodeSigningConfigArn: arn, ...inputOf(settings) });
        return configIn(await client.send(command, options));
      }),

    deleteCodeSigningConfig: (arn, signal) =>
      caller.change('DeleteCodeSigningConfig', signal, async ({ sdk, client, options }) => {
        await client.send(new sdk.DeleteCodeSigningConfigCommand({ CodeSigningConfigArn: arn }), options);
      }),

    listFunctionsByCodeSigningConfig: (arn, marker, signal) =>
      caller.repeat('ListFunctionsByCodeSigningConfig', signal, async ({ sdk, client, options }) => {
        const command = new sdk.ListFunctionsByCodeSigningConfigCommand({ CodeSigningConfigArn: arn, ...pageInput(marker) });
        const { FunctionArns, NextMarker } = await client.send(command, options);
        return page(FunctionArns, NextMarker);
      }),

    getFunctionCodeSigningConfig: (name, signal) =>
      caller.repeat('GetFunctionCodeSigningConfig', signal, async ({ sdk, client, options }) => {
        const { CodeSigningConfigArn } = await client.send(new sdk.GetFunctionCodeSigningConfigCommand({ FunctionName: name }), options);
        return CodeSigningConfigArn;
      }),

    putFunctionCodeSigningConfig: (name, arn, signal) =>
      caller.change('PutFunctionCodeSigningConfig', signal, async ({ sdk, client, options }) => {
        await client.send(new sdk.PutFunctionCodeSigningConfigCommand({ FunctionName: name, CodeSigningConfigArn: arn }), options);
      }),

    deleteFunctionCodeSigningConfig: (name, signal) =>
      caller.change('DeleteFunctionCodeSigningConfig', signal, async ({ sdk, client, options }) => {
        await client.send(new sdk.DeleteFunctionCodeSigningConfigCommand({ FunctionName: name }), options);
      }),
  };
}

function inputOf({ description, allowedPublishers, policy }: Partial<CodeSigningSettings>) {
  return {
    ...(description !== undefined && { Description: description }),
    ...(allowedPublishers !== undefined && { AllowedPublishers: publishersOf(allowedPublishers) }),
    ...(policy !== undefined && { CodeSigningPolicies: { UntrustedArtifactOnDeployment: policy } }),
  };
}

function publishersOf(versionArns: readonly string[]): Sdk.AllowedPublishers {
  return { SigningProfileVersionArns: [...versionArns] };
}

function configIn({ CodeSigningConfig: config }: { readonly CodeSigningConfig: Sdk.CodeSigningConfig | undefined }): Sdk.CodeSigningConfig {
  if (config === undefined) throw new TypeError('no configuration');
  return config;
}
