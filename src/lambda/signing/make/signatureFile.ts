import type { SigningPlatform } from '../signingPlatform.ts';
import {
  type Der,
  generalizedTime,
  inOrder,
  integer,
  objectIdentifier,
  octetString,
  sequence,
  setOf,
  tagged,
  time,
  utf8String,
} from './der.ts';
import type { LoadedSigner } from './developmentAuthority.ts';
import { ecdsaSignature } from './ecdsaSignature.ts';
import { objectIds } from '../objectIds.ts';
import { ecdsaAlgorithm, sha384Algorithm } from './algorithms.ts';
import { encodePem } from '../pem.ts';

/** What a signature says, and who says it. */
export interface SignatureStatement {
  readonly jobArn: string;
  readonly profileVersionArn: string;
  /** Milliseconds since the epoch, as `expiry`; kept to the second. */
  readonly signingTime: number;
  readonly expiry: number;
  readonly signer: LoadedSigner;
  /** Certificates in DER from the signer's issuer upwards. */
  readonly chain: readonly Der[];
}

const version1 = integer(Uint8Array.of(1));

/**
 * The signature file of a package: a detached CMS SignedData in PEM. `content` is what it signs: SHA-384 over the names and bodies of
 * all entries, whose own SHA-384 is the message digest.
 */
export async function signatureFile(content: Uint8Array, statement: SignatureStatement, platform: SigningPlatform): Promise<string> {
  const { signer, chain } = statement;
  const digester = platform.sha384();
  digester.update(content);
  const attributes = signedAttributes(digester.digest(), statement);
  // Signed as a SET OF, and sent under a tag of their own.
  const signature = await ecdsaSignature(setOf(...attributes), signer.key, platform);
  const signerInfo = sequence(
    version1,
    sequence(signer.facts.issuer, integer(signer.facts.serialNumber)),
    sha384Algorithm,
    tagged(0, ...inOrder(attributes)),
    ecdsaAlgorithm,
    octetString(signature),
  );
  const signedData = sequence(
    version1,
    setOf(sha384Algorithm),
    // Detached: there is no content in it.
    sequence(objectIdentifier(objectIds.data)),
    tagged(0, ...inOrder([signer.certificate, ...chain])),
    setOf(signerInfo),
  );
  return encodePem('PKCS7', sequence(objectIdentifier(objectIds.signedData), tagged(0, signedData)));
}

function signedAttributes(messageDigest: Uint8Array, { jobArn, profileVersionArn, signingTime, expiry }: SignatureStatement): readonly Der[] {
  return [
    attribute(objectIds.contentType, objectIdentifier(objectIds.data)),
    attribute(objectIds.messageDigest, octetString(messageDigest)),
    attribute(objectIds.signingTime, time(signingTime)),
    attribute(objectIds.jobArn, utf8String(jobArn)),
    attribute(objectIds.expiry, generalizedTime(expiry)),
    attribute(objectIds.profileVersionArn, utf8String(profileVersionArn)),
  ];
}

const attribute = (id: string, value: Der): Der => sequence(objectIdentifier(id), setOf(value));
