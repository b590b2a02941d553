import type { LambdaClientConfig } from '@aws-sdk/client-lambda';
import type { Connection } from './connection.ts';
import type { Credentials } from './credentials.ts';

/** Lambda's own limit on an invocation, and a minute for the way there and back. */
export const invokeTimeoutMs = 16 * 60_000;

const connectTimeoutMs = 5000;
/** Of every call but Invoke. */
const callTimeoutMs = 30_000;
/** Invocations wait for their answers all at once. */
const maxSockets = 1000;

export interface ClientOptions {
  readonly connection: Connection;
  readonly credentials: Credentials;
  readonly productVersion: string;
  /** Where a call is safe to send again. */
  readonly repeatable: boolean;
}

export function clientOptions({ connection, credentials, productVersion, repeatable }: ClientOptions): LambdaClientConfig {
  const { endpoint, profile, region } = connection;
  return {
    region,
    credentials,
    customUserAgent: [['lambda-workbench', productVersion]],
    // Lambda's control plane allows few calls a second, so that reading waits a little; an invocation is never sent twice.
    maxAttempts: repeatable && profile !== undefined ? 3 : 1,
    retryMode: 'standard',
    requestHandler: {
      connectionTimeout: connectTimeoutMs,
      requestTimeout: repeatable ? callTimeoutMs : invokeTimeoutMs,
      throwOnRequestTimeout: true,
      httpAgent: { maxSockets },
      httpsAgent: { maxSockets },
    },
    ...(endpoint !== undefined && { endpoint }),
    ...(profile === undefined ? withoutSharedConfiguration : { profile }),
  };
}

/** What the SDK would read the shared configuration files for, which say nothing of the Local region and may be large. */
const withoutSharedConfiguration: LambdaClientConfig = {
  defaultsMode: 'legacy',
  useDualstackEndpoint: false,
  useFipsEndpoint: false,
  authSchemePreference: ['sigv4'],
  userAgentAppId: '',
};
