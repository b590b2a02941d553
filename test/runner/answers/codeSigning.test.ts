import {
  CreateCodeSigningConfigCommand,
  CreateFunctionCommand,
  DeleteCodeSigningConfigCommand,
  DeleteFunctionCodeSigningConfigCommand,
  GetFunctionCodeSigningConfigCommand,
  ListFunctionsByCodeSigningConfigCommand,
  PutFunctionCodeSigningConfigCommand,
  UpdateCodeSigningConfigCommand,
} from '@aws-sdk/client-lambda';
import { expect, test } from 'vitest';

import { openRegion } from '../../shared/region.ts';
import { account, answerOf, arn, describeAnswers, role, zip } from './answered.ts';
import { codeSigningConfigRows, codeSigningRows } from './codeSigningRows.ts';
import { RecordingClient } from './recordingClient.ts';

describeAnswers('codeSigning', codeSigningRows);

test('a configuration that is not there is answered without a Type', async () => {
  await using region = await openRegion();
  using client = new RecordingClient(region.endpoint);
  for (const row of codeSigningConfigRows) {
    const { status, type, message } = answerOf(row);
    const values = (await row.provoke({ client, region, name: 'f', create: async () => 'f' })) ?? {};
    const text = Object.entries(values).reduce((whole, [from, to]) => whole.replaceAll(from, to), message);
    expect(client.last).toMatchObject({ status, headers: { 'x-amzn-errortype': type }, body: JSON.stringify({ Message: text }) });
  }
});

test('a configuration lives, is attached and goes, over the wire', async () => {
  await using region = await openRegion();
  using client = new RecordingClient(region.endpoint);
  const publishers = { SigningProfileVersionArns: [`arn:aws:signer:us-east-1:${account}:/signing-profiles/test`] };
  await client.send(
    new CreateFunctionCommand({ FunctionName: 'f', Runtime: 'nodejs24.x', Handler: 'index.handler', Role: role, Code: { ZipFile: zip } }),
  );
  const { CodeSigningConfig: created } = await client.send(
    new CreateCodeSigningConfigCommand({
      Description: 'Testing CodeSigning Config',
      AllowedPublishers: publishers,
      CodeSigningPolicies: { UntrustedArtifactOnDeployment: 'Enforce' },
    }),
  );
  const CodeSigningConfigArn = created?.CodeSigningConfigArn ?? '';
  expect(client.last?.status).toBe(201);
  expect(JSON.parse(client.last?.body ?? '')).toEqual({
    CodeSigningConfig: {
      AllowedPublishers: publishers,
      CodeSigningConfigArn: expect.stringMatching(`^arn:aws:lambda:us-east-1:${account}:code-signing-config:csc-[a-z0-9]{17}$`),
      CodeSigningConfigId: CodeSigningConfigArn.split(':').at(-1),
      CodeSigningPolicies: { UntrustedArtifactOnDeployment: 'Enforce' },
      Description: 'Testing CodeSigning Config',
      LastModified: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+0000$/),
    },
  });
  await client.send(
    new UpdateCodeSigningConfigCommand({ CodeSigningConfigArn, CodeSigningPolicies: { UntrustedArtifactOnDeployment: 'Warn' } }),
  );
  expect(client.last?.status).toBe(200);
  await client.send(new GetFunctionCodeSigningConfigCommand({ FunctionName: 'f' }));
  expect(client.last).toMatchObject({ status: 200, body: '{}' });
  await client.send(new PutFunctionCodeSigningConfigCommand({ FunctionName: 'f', CodeSigningConfigArn }));
  expect(client.last).toMatchObject({ status: 200, body: JSON.stringify({ CodeSigningConfigArn, FunctionName: 'f' }) });
  await client.send(new ListFunctionsByCodeSigningConfigCommand({ CodeSigningConfigArn }));
  expect(client.last).toMatchObject({ status: 200, body: JSON.stringify({ FunctionArns: [arn('f')] }) });
  await expect(client.send(new DeleteCodeSigningConfigCommand({ CodeSigningConfigArn }))).rejects.toThrow(/while functions use it/);
  expect(client.last?.status).toBe(409);
  await client.send(new DeleteFunctionCodeSigningConfigCommand({ FunctionName: 'f' }));
  expect(client.last).toMatchObject({ status: 204, body: '' });
  await client.send(new DeleteFunctionCodeSigningConfigCommand({ FunctionName: 'f' }));
  expect(client.last?.status).toBe(204);
  await client.send(new DeleteCodeSigningConfigCommand({ CodeSigningConfigArn }));
  expect(client.last).toMatchObject({ status: 204, body: '' });
});
