/** What is checked of a deployment package or a layer's archive, in the order of AWS's documentation ("Code signing", Lambda Developer Guide). */
export const signatureChecks = ['integrity', 'mismatch', 'expiry', 'revocation'] as const;

export type SignatureCheck = (typeof signatureChecks)[number];

/** Why a check has failed. */
export type CheckReason =
  /** integrity */
  | 'notAnArchive'
  | 'damagedArchive'
  | 'duplicateEntry'
  | 'malformedSignature'
  | 'contentChanged'
  | 'signatureInvalid'
  /** mismatch */
  | 'unsigned'
  | 'untrustedChain'
  | 'wrongKeyUsage'
  | 'certificateExpiredAtSigning'
  | 'profileNotAllowed'
  /** expiry */
  | 'signatureExpired'
  /** revocation */
  | 'jobRevoked'
  | 'profileRevoked'
  | 'certificateRevoked'
  | 'revocationUnknown';

/** `notChecked`: there is nothing to check it on, as no signature, or one that cannot be read. */
export type CheckOutcome =
  | { readonly verdict: 'passed' }
  | { readonly verdict: 'notChecked' }
  | {
      readonly verdict: 'failed';
      readonly reason: CheckReason;
      /** The entry of the archive at which it shows, where that can be told: a signature covers all entries at once. */
      readonly entry?: string;
    };

export interface PackageVerification {
  readonly checks: Readonly<Record<SignatureCheck, CheckOutcome>>;
  /** Of the signature, as far as it could be read. None where there is none. */
  readonly signature: SignatureEvidence | undefined;
}

/** What a signature says of itself. It is believed only where integrity and mismatch have passed. */
export interface SignatureEvidence {
  readonly jobArn: string | undefined;
  readonly profileVersionArn: string | undefined;
  /** ISO 8601, as all times here. */
  readonly signingTime: string | undefined;
  readonly expiry: string | undefined;
  /** From the signer's certificate to the one that is trusted, or as far as it leads. */
  readonly chain: readonly CertificateEvidence[];
  /** Lower-case hexadecimal SHA-384 of the content, as the signature has it, and as it was found. */
  readonly digest: { readonly signed: string | undefined; readonly found: string | undefined };
}

export interface CertificateEvidence {
  readonly subject: string;
  readonly issuer: string;
  /** Lower-case hexadecimal. */
  readonly serialNumber: string;
  readonly notBefore: string;
  readonly notAfter: string;
  /** Lower-case hexadecimal SHA-384 of the certificate. */
  readonly fingerprint: string;
  readonly trusted: boolean;
}

/** Against what a package is checked. */
export interface VerificationPolicy {
  /** Certificates in DER that chains may end at. */
  readonly roots: readonly Uint8Array[];
  /** Versions of signing profiles that may sign. Undefined: any. */
  readonly allowedProfileVersions: readonly string[] | undefined;
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** Undefined: nobody is there to be asked, and it is not checked. */
  readonly revocations: RevocationLookup | undefined;
}

/** As AWS Signer's GetRevocationStatus asks. Answers those of the named that are revoked; rejects where that cannot be told. */
export type RevocationLookup = (query: RevocationQuery) => Promise<readonly RevokedEntity[]>;

export interface RevocationQuery {
  readonly signingTime: string;
  readonly platformId: string;
  readonly profileVersionArn: string;
  readonly jobArn: string;
  /**
   * For each certificate of the chain: hexadecimal SHA-384 of its to-be-signed part, joined with that of its issuer's; a root is its own
   * issuer (AWS Signer API Reference, GetRevocationStatus).
   */
  readonly certificateHashes: readonly string[];
}

export type RevokedEntity = 'job' | 'profile' | 'certificate';

export const signingPlatformId = 'AWSLambda-SHA384-ECDSA';
