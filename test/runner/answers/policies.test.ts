import {
  CreateFunctionCommand,
  DeleteResourcePolicyCommand,
  GetPolicyCommand,
  GetResourcePolicyCommand,
  PutResourcePolicyCommand,
} from '@aws-sdk/client-lambda';
import { expect, test } from 'vitest';

import { openRegion } from '../../shared/region.ts';
import { TestClient } from '../../shared/lambdaClient.ts';
import { arn, describeAnswers, role, zip } from './answered.ts';
import { policiesRows } from './policiesRows.ts';

describeAnswers('policies', policiesRows);

test('a whole policy is put, got and deleted by its ARN', async () => {
  await using region = await openRegion();
  using client = new TestClient(region.endpoint);
  const code = { Runtime: 'nodejs24.x', Handler: 'index.handler', Role: role, Code: { ZipFile: zip } } as const;
  await client.send(new CreateFunctionCommand({ FunctionName: 'f', ...code }));
  const ResourceArn = arn('f');
  const Policy = JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: '*', Action: 'lambda:*', Resource: ResourceArn }],
  });
  const put = await client.send(new PutResourcePolicyCommand({ ResourceArn, Policy }));
  const got = await client.send(new GetResourcePolicyCommand({ ResourceArn }));
  expect([put.$metadata.httpStatusCode, put.Policy]).toEqual([200, Policy]);
  expect([got.$metadata.httpStatusCode, got.Policy, got.RevisionId]).toEqual([200, Policy, put.RevisionId]);
  expect((await client.send(new GetPolicyCommand({ FunctionName: 'f' }))).Policy).toBe(Policy);
  const deleted = await client.send(new DeleteResourcePolicyCommand({ ResourceArn, RevisionId: put.RevisionId }));
  expect(deleted.$metadata.httpStatusCode).toBe(204);
  await expect(client.send(new GetResourcePolicyCommand({ ResourceArn }))).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
    $metadata: { httpStatusCode: 404 },
  });
});
