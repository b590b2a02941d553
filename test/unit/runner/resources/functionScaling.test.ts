import { expect, test } from 'vitest';

import { arn, openRegion, type TestRegion } from './testRegion.ts';

/** `plain` and `managed`, with a version each; the second as one that runs on managed instances. */
async function withVersions(): Promise<TestRegion> {
  const region = await openRegion();
  await region.create('plain', { Publish: true });
  await region.create('managed');
  const document = region.functions.document('managed');
  if (document === undefined) throw new Error('there is no function');
  const CapacityProviderConfig = {
    LambdaManagedInstancesCapacityProviderConfig: {
      CapacityProviderArn: 'arn:aws:lambda:eu-west-1:123456789012:capacity-provider:p',
      PerExecutionEnvironmentMaxConcurrency: 16,
      ExecutionEnvironmentMemoryGiBPerVCpu: 2,
    },
  };
  const latest = { ...document.latest, further: { ...document.latest.further, CapacityProviderConfig } };
  const versions = region.functions.puttingVersion('managed', 1, { configuration: latest });
  await region.functions.put('managed', { ...document, latest, lastVersion: 1 }, versions);
  return region;
}

test('what is put for a version is requested and applied, and taken away by nothing', async () => {
  const region = await withVersions();
  const named = { FunctionName: 'managed', Qualifier: '1' };
  expect(await region.call('GetFunctionScalingConfig', named)).toEqual({ FunctionArn: arn('managed:1') });
  const config = { MinExecutionEnvironments: 1, MaxExecutionEnvironments: 5 };
  expect(await region.call('PutFunctionScalingConfig', { ...named, FunctionScalingConfig: config })).toEqual({ FunctionState: 'Active' });
  expect(await region.call('GetFunctionScalingConfig', named)).toEqual({
    FunctionArn: arn('managed:1'),
    AppliedFunctionScalingConfig: config,
    RequestedFunctionScalingConfig: config,
  });
  await region.call('PutFunctionScalingConfig', named);
  expect(await region.call('GetFunctionScalingConfig', named)).toEqual({ FunctionArn: arn('managed:1') });
});

test.each<readonly [name: string, qualifier: string, expected: object]>([
  [
    'plain',
    '1',
    {
      type: 'AccessDeniedException',
      status: 403,
      message: 'The function provided by the arn does not contain a capacity provider configuration',
    },
  ],
  ['managed', '7', { type: 'ResourceNotFoundException', status: 404, message: `Function not found: ${arn('managed:7')}` }],
  ['missing', '1', { type: 'ResourceNotFoundException', status: 404, message: `Function not found: ${arn('missing:1')}` }],
])('refuses for %s %s', async (FunctionName, Qualifier, expected) => {
  const region = await withVersions();
  await expect(region.call('GetFunctionScalingConfig', { FunctionName, Qualifier })).rejects.toMatchObject(expected);
  await expect(region.call('PutFunctionScalingConfig', { FunctionName, Qualifier })).rejects.toMatchObject(expected);
});
