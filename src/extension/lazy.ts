import type { Connection } from '../aws/connection.ts';
import type { LambdaApi } from '../aws/lambdaApi.ts';
import type { AwsFiles } from './connections/awsFiles.ts';

// What is too heavy to load before it is needed: the AWS SDK above all.

export async function createApi(connection: Connection): Promise<LambdaApi> {
  const { createLambdaApi } = await import('./interimApi.ts');
  return createLambdaApi(connection);
}

export async function readAwsConnections(_files: AwsFiles, _regions: readonly string[]): Promise<readonly Connection[]> {
  return [];
}
