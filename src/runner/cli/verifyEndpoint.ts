import * as v from 'valibot';
import { CodedError, messageOf } from '../../common/codedError.ts';
import type { RevocationLookup, RevocationQuery, RevokedEntity } from '../../lambda/signing/verification.ts';

const Roots = v.object({ certificates: v.array(v.string()) });
const Revoked = v.object({ revokedEntities: v.optional(v.array(v.string()), []) });

/** The certificates of a Local region's own authority, in DER. Throws CodedError `REGION_UNREACHABLE`. */
export async function regionRoots(endpoint: string, signal: AbortSignal): Promise<readonly Uint8Array[]> {
  const { certificates } = await asked(new URL('/signing-roots', endpoint), Roots, signal);
  return certificates.map((each) => new Uint8Array(Buffer.from(each, 'base64')));
}

/** What a Local region knows to be revoked, as AWS Signer tells it. */
export function regionRevocations(endpoint: string, signal: AbortSignal): RevocationLookup {
  return async (query) => {
    const { signingTime, platformId, profileVersionArn, jobArn, certificateHashes } = query;
    const url = new URL('/revocations', endpoint);
    const pairs = [['signatureTimestamp', signingTime], ['platformId', platformId], ['profileVersionArn', profileVersionArn], ['jobArn', jobArn]] as const;
    for (const [name, value] of [...pairs, ...certificateHashes.map((hash) => ['certificateHashes', hash] as const)]) url.searchParams.append(name, value);
    const { revokedEntities } = await asked(url, Revoked, signal);
    return entitiesOf(revokedEntities, query);
  };
}

function entitiesOf(named: readonly string[], { jobArn, profileVersionArn }: RevocationQuery): readonly RevokedEntity[] {
  return named.map((name) => (name === jobArn ? 'job' : name === profileVersionArn ? 'profile' : 'certificate'));
}

async function asked<const S extends v.GenericSchema>(url: URL, schema: S, signal: AbortSignal): Promise<v.InferOutput<S>> {
  try {
    const response = await fetch(url, { signal });
    const body = await response.text();
    if (!response.ok) throw new Error(`HTTP ${response.status}`);
    return v.parse(v.pipe(v.string(), v.parseJson(), schema), body);
  } catch (error) {
    throw new CodedError('REGION_UNREACHABLE', `No Local region answers at ${url.origin}: ${messageOf(error)}. \`lambda-workbench serve\` prints where it is.`, { cause: error });
  }
}
