import type { GetFunctionResponse } from '@aws-sdk/client-lambda';
import { expect, it } from 'vitest';
import { awsConnection } from '../../../../src/aws/listAwsConnections.ts';
import { readAwsSource } from '../../../../src/extension/scaling/awsSource.ts';

const target = {
  connection: { connection: awsConnection('prod', 'eu-central-1'), live: false, api: () => Promise.reject(new Error('not asked here')) },
  functionName: 'orders',
};
const read = (answer: GetFunctionResponse, account: () => Promise<number | undefined>) =>
  readAwsSource(target, { getFunction: async () => answer }, { concurrency: account });
const named = { connection: 'aws:prod:eu-central-1', label: 'prod · eu-central-1', functionName: 'orders' };

it('is read of the function and its account', async () => {
  const answer: GetFunctionResponse = { Configuration: { MemorySize: 512, Timeout: 30, Architectures: ['arm64'] }, Concurrency: { ReservedConcurrentExecutions: 0 } };
  expect(await read(answer, async () => 1000)).toEqual({
    ...named, memoryMegabytes: 512, architecture: 'arm64', timeoutMs: 30_000, reservedConcurrency: 0, accountConcurrency: 1000,
  });
});

it('has Lambda’s defaults, and no limits that nobody knows', async () => {
  expect(await read({ Configuration: {} }, () => Promise.reject(new Error('denied')))).toEqual({ ...named, memoryMegabytes: 128, architecture: 'x86_64', timeoutMs: 3000 });
});

it('fails where the function cannot be read', async () => {
  await expect(readAwsSource(target, { getFunction: () => Promise.reject(new Error('gone')) }, { concurrency: async () => 1 })).rejects.toThrow('gone');
});
