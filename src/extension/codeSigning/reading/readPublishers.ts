import type { SignatureValidity, SignerApi, SigningProfile } from '../../../aws/signer/signerApi.ts';
import { parseSigningProfileArn } from '../../../lambda/signing/make/signingArns.ts';
import type { Publisher } from '../../../protocol/webview/codeSigning.ts';
import { inParallel } from './inParallel.ts';

/** Calls of one reading that are under way at once: Signer and Lambda allow few a second. */
export const callsAtOnce = 4;

export interface ReadPublishers {
  readonly publishers: readonly Publisher[];
  /** Why states are not known. */
  readonly problem: unknown;
}

/** What Signer says of those who may sign. Rejects with the signal's reason alone. */
export async function readPublishers(
  signer: Pick<SignerApi, 'profile'>,
  allowed: readonly string[],
  words: (validity: SignatureValidity) => string,
  signal: AbortSignal,
): Promise<ReadPublishers> {
  const known = new Map<string, SigningProfile | undefined>();
  let problem: unknown;
  const names = new Set(allowed.map(profileNameOf));
  await inParallel([...names], callsAtOnce, async (name) => {
    try {
      known.set(name, await signer.profile(name, { signal }));
    } catch (error) {
      signal.throwIfAborted();
      problem ??= error;
    }
  });
  return { publishers: allowed.map((arn) => publisherOf(arn, known.get(profileNameOf(arn)), words)), problem };
}

export function unknownPublishers(allowed: readonly string[]): readonly Publisher[] {
  return allowed.map((arn) => publisherOf(arn, undefined, () => ''));
}

/** Its name, or the whole of what cannot be read. */
export function profileNameOf(profileVersionArn: string): string {
  return parseSigningProfileArn(profileVersionArn)?.name ?? profileVersionArn;
}

function publisherOf(profileVersionArn: string, profile: SigningProfile | undefined, words: (validity: SignatureValidity) => string): Publisher {
  const profileName = profileNameOf(profileVersionArn);
  // A profile of that name in another account is another one.
  const isOurs = profile !== undefined && profileVersionArn.startsWith(`${profile.arn}/`);
  if (!isOurs) return { profileVersionArn, profileName, status: 'unknown' };
  const { status, validity } = profile;
  return { profileVersionArn, profileName, status, ...(validity !== undefined && { validity: words(validity) }) };
}
