import {
  CreateCapacityProviderCommand,
  DeleteCapacityProviderCommand,
  GetCapacityProviderCommand,
  ListCapacityProvidersCommand,
  ListFunctionVersionsByCapacityProviderCommand,
  UpdateCapacityProviderCommand,
} from '@aws-sdk/client-lambda';
import { expect, test } from 'vitest';

import { openRegion } from '../../shared/region.ts';
import { account, describeAnswers } from './answered.ts';
import { capacityProvidersRows } from './capacityProvidersRows.ts';
import { RecordingClient } from './recordingClient.ts';

describeAnswers('capacityProviders', capacityProvidersRows);

test('a provider lives and goes, over the wire', async () => {
  await using region = await openRegion();
  using client = new RecordingClient(region.endpoint);
  const CapacityProviderName = 'p';
  const shown = {
    CapacityProviderArn: `arn:aws:lambda:us-east-1:${account}:capacity-provider:p`,
    State: 'Active',
    VpcConfig: { SubnetIds: ['subnet-1'], SecurityGroupIds: ['sg-1'] },
    PermissionsConfig: { CapacityProviderOperatorRoleArn: `arn:aws:iam::${account}:role/operator` },
    InstanceRequirements: { Architectures: ['x86_64'] },
    CapacityProviderScalingConfig: { MaxVCpuCount: 30, ScalingMode: 'Auto' },
    LastModified: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+0000$/),
  };
  const last = (): unknown => ({ status: client.last?.status, body: JSON.parse(client.last?.body ?? '') });
  await client.send(
    new CreateCapacityProviderCommand({
      CapacityProviderName,
      VpcConfig: shown.VpcConfig,
      PermissionsConfig: shown.PermissionsConfig,
      CapacityProviderScalingConfig: { MaxVCpuCount: 30 },
    }),
  );
  expect(last()).toEqual({ status: 202, body: { CapacityProvider: { ...shown, State: 'Pending' } } });
  await client.send(new GetCapacityProviderCommand({ CapacityProviderName }));
  expect(last()).toEqual({ status: 200, body: { CapacityProvider: shown } });
  await client.send(new ListCapacityProvidersCommand({ State: 'Active' }));
  expect(last()).toEqual({ status: 200, body: { CapacityProviders: [shown] } });
  await client.send(new UpdateCapacityProviderCommand({ CapacityProviderName, PropagateTags: { Mode: 'None' } }));
  expect(last()).toEqual({ status: 202, body: { CapacityProvider: { ...shown, PropagateTags: { Mode: 'None' } } } });
  await client.send(new ListFunctionVersionsByCapacityProviderCommand({ CapacityProviderName }));
  expect(last()).toEqual({ status: 200, body: { CapacityProviderArn: shown.CapacityProviderArn, FunctionVersions: [] } });
  await client.send(new DeleteCapacityProviderCommand({ CapacityProviderName }));
  expect(last()).toMatchObject({ status: 202, body: { CapacityProvider: { State: 'Deleting' } } });
  await expect(client.send(new GetCapacityProviderCommand({ CapacityProviderName }))).rejects.toThrow();
  expect(last()).toEqual({ status: 404, body: { Type: 'User', Message: `Capacity provider not found: ${shown.CapacityProviderArn}` } });
});
