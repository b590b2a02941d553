import {
  CreateFunctionCommand,
  PublishVersionCommand,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import { expect, test } from 'vitest';

import { TestClient } from '../../shared/lambdaClient.ts';
import { openRegion } from '../../shared/region.ts';
import { role } from '../../unit/runner/resources/testRegion.ts';
import { zipBytes } from '../../unit/runner/store/archives/zipBytes.ts';

const counting = zipBytes([{ name: 'index.js', content: 'let count = 0; exports.handler = async () => ++count;' }]);
const FunctionName = 'counting';

test('an environment serves on after a version is published, and not after a change', async () => {
  await using region = await openRegion();
  using client = new TestClient(region.endpoint);
  const count = async () => (await client.call(FunctionName, {})).payload;
  await client.send(
    new CreateFunctionCommand({ FunctionName, Runtime: 'nodejs24.x', Handler: 'index.handler', Role: role, Code: { ZipFile: counting } }),
  );
  expect(await count()).toBe(1);
  await client.send(new PublishVersionCommand({ FunctionName }));
  expect(await count()).toBe(2);
  await client.send(new UpdateFunctionCodeCommand({ FunctionName, ZipFile: counting, Publish: true }));
  expect(await count()).toBe(3);
  await client.send(new UpdateFunctionConfigurationCommand({ FunctionName, Description: 'changed' }));
  expect(await count()).toBe(1);
});
