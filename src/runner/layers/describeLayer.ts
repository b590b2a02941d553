import type { LambdaClientConfig } from '@aws-sdk/client-lambda';
import type { AwsCredentials } from '../environment/credentials/handlerCredentials.ts';

export interface LayerContent {
  /** A URL, signed and short-lived on AWS. */
  readonly location: string;
  /** Base64. */
  readonly sha256: string;
  /** Of the zip, in bytes; 0 where it is not told. */
  readonly size: number;
}

export interface DescribeOptions {
  /** The ARN's: no other has it. */
  readonly region: string;
  readonly endpoint: string | undefined;
  readonly credentials: AwsCredentials | undefined;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly account: string;
  readonly signal: AbortSignal;
}

const timeouts = { connectionTimeout: 5_000, requestTimeout: 30_000 };

/** Asks Lambda where a layer version's content is. Rejects as the SDK does. */
export async function describeLayer(arn: string, options: DescribeOptions): Promise<LayerContent> {
  const { GetLayerVersionByArnCommand, LambdaClient } = await import('@aws-sdk/client-lambda');
  const { region, endpoint, signal } = options;
  const client = new LambdaClient({
    region,
    maxAttempts: 3,
    requestHandler: timeouts,
    credentials: await credentialsOf(options),
    ...(endpoint !== undefined && { endpoint }),
  });
  try {
    const { Content = {} } = await client.send(new GetLayerVersionByArnCommand({ Arn: arn }), { abortSignal: signal });
    const { Location: location, CodeSha256: sha256, CodeSize: size = 0 } = Content;
    if (location === undefined || sha256 === undefined) throw new Error('the answer has no content');
    return { location, sha256, size };
  } finally {
    client.destroy();
  }
}

type Credentials = NonNullable<LambdaClientConfig['credentials']>;

async function credentialsOf({ endpoint, credentials, environment, account }: DescribeOptions): Promise<Credentials> {
  if (credentials !== undefined) {
    const { accessKeyId, secretAccessKey, sessionToken } = credentials;
    return { accessKeyId, secretAccessKey, ...(sessionToken !== undefined && { sessionToken }) };
  }
  // What stands for AWS on this machine wants a signature and no particular key.
  if (endpoint !== undefined && environment['AWS_ACCESS_KEY_ID'] === undefined) return { accessKeyId: account, secretAccessKey: 'local' };
  const { fromNodeProviderChain } = await import('@aws-sdk/credential-providers');
  // As the files are now: the user may have signed in since.
  return fromNodeProviderChain({ ignoreCache: true });
}
