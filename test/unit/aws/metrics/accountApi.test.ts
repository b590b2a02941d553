import { expect, it } from 'vitest';
import { createAccountApi } from '../../../../src/aws/metrics/accountApi.ts';
import { startLambda } from '../../../runner/aws/scriptedLambda.ts';

it.each([
  [{ AccountLimit: { ConcurrentExecutions: 1000 } }, 1000],
  [{}, undefined],
])('of %j reads %s', async (body, expected) => {
  await using lambda = await startLambda(() => ({ body }));
  const api = createAccountApi({ id: 'local', label: 'Local', region: 'us-east-1', endpoint: lambda.endpoint });
  expect(await api.concurrency()).toBe(expected);
  api.dispose();
  expect(lambda.received.map(({ method, url }) => `${method} ${url}`)).toEqual(['GET /2016-08-19/account-settings']);
});
