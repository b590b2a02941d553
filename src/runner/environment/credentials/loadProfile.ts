import type { AwsCredentials } from './handlerCredentials.ts';

/**
 * The credentials of a profile of the shared configuration files, as they are now. The default profile also stands for what else the
 * machine has: variables of the environment, a container's or an instance's role. Rejects as the SDK does, which is loaded here.
 */
export async function loadProfile(profile: string, environment: Readonly<Record<string, string | undefined>>): Promise<AwsCredentials> {
  const { fromIni, fromNodeProviderChain, propertyProviderChain } = await import('@aws-sdk/credential-providers');
  const own = fromIni({ profile, ignoreCache: true });
  const anything = profile === 'default' && environment['AWS_PROFILE'] === undefined;
  const provider = anything ? propertyProviderChain(async () => own(), async () => fromNodeProviderChain()()) : own;
  const { accessKeyId, secretAccessKey, sessionToken, expiration } = await provider();
  return {
    accessKeyId,
    secretAccessKey,
    ...(sessionToken !== undefined && { sessionToken }),
    ...(expiration !== undefined && { expiration: expiration.getTime() }),
  };
}
