import type { LambdaClientConfig } from '@aws-sdk/client-lambda';
import type { Connection } from './connection.ts';
import type { Credentials } from './credentials.ts';
import { withoutSharedConfiguration } from './withoutSharedConfiguration.ts';

const connectTimeoutMs = 5000;
/** Invocations wait for their answers all at once. */
const maxSockets = 1000;

export function clientOptions(connection: Connection, credentials: Credentials, productVersion: string): LambdaClientConfig {
  const { endpoint, profile, region } = connection;
  return {
    region,
    credentials,
    customUserAgent: [['lambda-workbench', productVersion]],
    // Which calls may be sent again, the client cannot tell.
    maxAttempts: 1,
    retryMode: 'standard',
    requestHandler: {
      connectionTimeout: connectTimeoutMs,
      throwOnRequestTimeout: true,
      httpAgent: { maxSockets },
      httpsAgent: { maxSockets },
    },
    ...(endpoint !== undefined && { endpoint }),
    ...(profile === undefined ? withoutSharedConfiguration : { profile }),
  };
}
