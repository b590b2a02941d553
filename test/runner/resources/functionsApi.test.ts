import {
  CreateFunctionCommand,
  DeleteFunctionCommand,
  DeleteFunctionConcurrencyCommand,
  GetAccountSettingsCommand,
  GetFunctionCommand,
  GetFunctionConcurrencyCommand,
  GetFunctionConfigurationCommand,
  InvalidParameterValueException,
  type LambdaClient,
  ListFunctionsCommand,
  paginateListFunctions,
  PreconditionFailedException,
  PutFunctionConcurrencyCommand,
  ResourceConflictException,
  ResourceNotFoundException,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
  waitUntilFunctionActiveV2,
  waitUntilFunctionUpdatedV2,
} from '@aws-sdk/client-lambda';
import { expect, onTestFinished, test } from 'vitest';

import { arn, openRegion, otherZip, role, type TestRegion, workspaceFunction, zip } from '../../unit/runner/resources/testRegion.ts';
import { clientFor, startServer } from '../api/harness.ts';

async function openClient(): Promise<{ readonly region: TestRegion; readonly client: LambdaClient }> {
  const region = await openRegion();
  const { server, endpoint } = await startServer({ handlers: region.handlers });
  const client = clientFor(endpoint);
  onTestFinished(async () => {
    client.destroy();
    await server.close(0);
  });
  return { region, client };
}

const creation = (FunctionName: string) =>
  new CreateFunctionCommand({ FunctionName, Runtime: 'nodejs24.x', Handler: 'index.handler', Role: role, Code: { ZipFile: zip } });

test('a function’s life through the SDK: statuses, waiters and answers', async () => {
  const { client } = await openClient();
  const name = { FunctionName: 'life' };
  const statuses: (number | undefined)[] = [];
  const keep = <T extends { readonly $metadata: { readonly httpStatusCode?: number | undefined } }>(output: T): T => {
    statuses.push(output.$metadata.httpStatusCode);
    return output;
  };
  expect(keep(await client.send(creation('life'))).State).toBe('Pending');
  await waitUntilFunctionActiveV2({ client, maxWaitTime: 5, minDelay: 1, maxDelay: 1 }, name);
  expect(keep(await client.send(new GetFunctionCommand(name))).Configuration?.State).toBe('Active');
  const update = new UpdateFunctionConfigurationCommand({ ...name, Timeout: 30, Environment: { Variables: { GREETING: 'ü' } } });
  expect(keep(await client.send(update)).LastUpdateStatus).toBe('InProgress');
  await waitUntilFunctionUpdatedV2({ client, maxWaitTime: 5, minDelay: 1, maxDelay: 1 }, name);
  keep(await client.send(new UpdateFunctionCodeCommand({ ...name, ZipFile: otherZip })));
  expect(
    keep(await client.send(new PutFunctionConcurrencyCommand({ ...name, ReservedConcurrentExecutions: 3 }))).ReservedConcurrentExecutions,
  ).toBe(3);
  expect(keep(await client.send(new GetFunctionConcurrencyCommand(name))).ReservedConcurrentExecutions).toBe(3);
  expect(keep(await client.send(new GetAccountSettingsCommand())).AccountLimit?.UnreservedConcurrentExecutions).toBe(997);
  keep(await client.send(new DeleteFunctionConcurrencyCommand(name)));
  expect(keep(await client.send(new GetFunctionConcurrencyCommand(name)))).not.toHaveProperty('ReservedConcurrentExecutions');
  const found = keep(await client.send(new GetFunctionConfigurationCommand({ ...name, Qualifier: '$LATEST' })));
  expect(found).toMatchObject({
    FunctionArn: arn('life:$LATEST'),
    Timeout: 30,
    Environment: { Variables: { GREETING: 'ü' } },
    CodeSize: otherZip.length,
  });
  expect(keep(await client.send(new ListFunctionsCommand())).Functions).toHaveLength(1);
  keep(await client.send(new DeleteFunctionCommand(name)));
  expect(statuses).toEqual([201, 200, 200, 200, 200, 200, 200, 204, 200, 200, 200, 204]);
  await expect(client.send(new GetFunctionCommand(name))).rejects.toBeInstanceOf(ResourceNotFoundException);
});

test('the SDK’s paginator reads every page', async () => {
  const { region, client } = await openClient();
  const names = Array.from({ length: 120 }, (_, index) => `fn${String(index).padStart(3, '0')}`);
  region.functions.replaceWorkspaceFunctions(names.map((name) => workspaceFunction(name)));
  const pages: (string | undefined)[][] = [];
  for await (const page of paginateListFunctions({ client, pageSize: 35 }, {}))
    pages.push((page.Functions ?? []).map(({ FunctionName }) => FunctionName));
  expect(pages.map(({ length }) => length)).toEqual([35, 35, 35, 15]);
  expect(pages.flat()).toEqual(names);
});

test('refusals are the SDK’s own exceptions', async () => {
  const { client } = await openClient();
  await client.send(creation('fn'));
  await expect(client.send(creation('fn'))).rejects.toThrow(ResourceConflictException);
  await expect(client.send(creation('a'.repeat(65)))).rejects.toThrow(InvalidParameterValueException);
  const stale = { FunctionName: 'fn', RevisionId: '00000000-0000-4000-8000-000000000000' };
  await expect(client.send(new UpdateFunctionConfigurationCommand(stale))).rejects.toThrow(PreconditionFailedException);
  await expect(client.send(new UpdateFunctionCodeCommand({ FunctionName: 'fn', S3Bucket: 'bucket', S3Key: 'key' }))).rejects.toMatchObject({
    name: 'NotImplementedException',
    $metadata: { httpStatusCode: 501 },
  });
  await expect(client.send(new UpdateFunctionCodeCommand({ FunctionName: 'fn', ZipFile: Buffer.from('not a zip') }))).rejects.toThrow(
    'Could not unzip',
  );
  await expect(client.send(new GetFunctionCommand({ FunctionName: '999999999999:function:fn' }))).rejects.toMatchObject({
    name: 'AccessDeniedException',
    $metadata: { httpStatusCode: 403 },
  });
});

test('parallel changes of a function are taken one after the other', async () => {
  const { region, client } = await openClient();
  await client.send(creation('fn'));
  const zips = [zip, otherZip];
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, index) =>
      index % 2 === 0
        ? client.send(new UpdateFunctionConfigurationCommand({ FunctionName: 'fn', Timeout: index + 1 }))
        : client.send(new UpdateFunctionCodeCommand({ FunctionName: 'fn', ZipFile: zips[(index >> 1) % 2] })),
    ),
  );
  expect(answers.map(({ LastUpdateStatus }) => LastUpdateStatus)).toEqual(answers.map(() => 'InProgress'));
  expect(new Set(answers.map(({ RevisionId }) => RevisionId)).size).toBe(answers.length);
  // The last one left what it answered: its setting and the code that was there by then.
  const found = await client.send(new GetFunctionConfigurationCommand({ FunctionName: 'fn' }));
  const left = ({ Timeout, CodeSha256 }: typeof found) => `${Timeout} ${CodeSha256}`;
  expect(answers.map(left)).toContain(left(found));
  expect(region.latest('fn').settings.Timeout).toBe(found.Timeout);
});

test('of parallel changes of the same revision, one is taken', async () => {
  const { client } = await openClient();
  await client.send(creation('fn'));
  for (const round of [1, 2, 3]) {
    const { RevisionId } = await client.send(new GetFunctionConfigurationCommand({ FunctionName: 'fn' }));
    const outcomes = await Promise.allSettled(
      Array.from({ length: 8 }, (_, index) =>
        index % 2 === 0
          ? client.send(new UpdateFunctionConfigurationCommand({ FunctionName: 'fn', RevisionId, Description: `${round} ${index}` }))
          : client.send(new UpdateFunctionCodeCommand({ FunctionName: 'fn', RevisionId, ZipFile: otherZip })),
      ),
    );
    const refused = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason as unknown] : []));
    expect(refused).toHaveLength(7);
    for (const error of refused) expect(error).toBeInstanceOf(PreconditionFailedException);
  }
});
