import { TooManyRequestsException } from '@aws-sdk/client-lambda';
import { expect, test } from 'vitest';
import { deployment } from '../shared/deployed.ts';
import { eventually } from '../shared/eventually.ts';

const handler = `
  import { setTimeout } from 'node:timers/promises';
  export const handler = () => setTimeout(1000);
`;

test('no more environments start than the scaling rate allows, with the reason of a rate', async () => {
  const { client, create, region } = await deployment({ args: ['--rate-scale', '0.001'] });
  await create(handler);
  const reasons = await Promise.all(
    Array.from({ length: 4 }, () => client.call('f', {}).then(() => 'answered', (error: unknown) => (error instanceof TooManyRequestsException ? error.Reason : 'failed'))),
  );
  expect(reasons.filter((reason) => reason === 'FunctionInvocationRateLimitExceeded')).toHaveLength(3);
  expect(reasons).toContain('answered');
  // The one that is idle by now needs no start.
  await eventually(async () => (await region.state()).environments.every(({ state }) => state === 'idle'));
  await client.call('f', {});
  // As fast as on AWS from now on.
  await region.settings({ rateScale: 1 });
  await Promise.all(Array.from({ length: 4 }, () => client.call('f', {})));
  expect((await region.state()).environments).toHaveLength(4);
});
