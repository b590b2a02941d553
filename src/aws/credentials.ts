import type { LambdaClientConfig } from '@aws-sdk/client-lambda';
import type { Connection } from './connection.ts';
import { credentialSource, type CredentialSource } from './credentialSource.ts';
import { showProfile } from './profileFiles.ts';
import { thrownFacts } from './thrownFacts.ts';

export type Credentials = NonNullable<LambdaClientConfig['credentials']>;

/** Asks the user for the code of a multi-factor device, named by its serial number or ARN. */
export type AskMfaCode = (serial: string) => Promise<string>;

/** For the Local region, which does not look at signatures. */
const madeUp = { accessKeyId: 'local', secretAccessKey: 'local' };

/**
 * The credentials of a connection; those of a profile are resolved at the first call, from the files as they are then.
 * The default profile also stands for what else the machine has: environment variables, a container's or an instance's role.
 */
export function credentialsOf({ profile }: Connection, askMfaCode?: AskMfaCode): Credentials {
  if (profile === undefined) return madeUp;
  return async (identity) => {
    const { fromIni, fromNodeProviderChain, propertyProviderChain } = await import('@aws-sdk/credential-providers');
    await showProfile(profile);
    const own = fromIni({ profile, ...(askMfaCode !== undefined && { mfaCodeProvider: askMfaCode }) });
    try {
      if (profile !== 'default' || process.env['AWS_PROFILE'] !== undefined) return await own(identity);
      return await propertyProviderChain(() => own(identity), () => fromNodeProviderChain()(identity))();
    } catch (error) {
      throw isOfServiceOrNetwork(error) ? error : new CredentialsMissing();
    }
  };
}

/** The SDK's own errors have many names here, down to TypeErrors where a section is missing; what is behind it says `sourceFacts`. */
class CredentialsMissing extends Error {
  override readonly name = 'CredentialsProviderError';
}

function isOfServiceOrNetwork(error: unknown): boolean {
  const { status, code } = thrownFacts(error);
  return status !== undefined || code !== undefined;
}

export interface SourceFacts {
  readonly source: CredentialSource;
  readonly signedIn: boolean;
}

/** Why a profile may have no credentials; read from the files when a call has failed. */
export async function sourceFacts(profile: string): Promise<SourceFacts> {
  const { getSSOTokenFromFile, parseKnownFiles } = await import('@smithy/shared-ini-file-loader');
  await showProfile(profile);
  const source = credentialSource(await parseKnownFiles({}), profile);
  if (source.type !== 'signIn' || source.session === undefined) return { source, signedIn: false };
  const token = await getSSOTokenFromFile(source.session).catch(() => undefined);
  return { source, signedIn: token !== undefined && Date.parse(token.expiresAt) > Date.now() };
}
