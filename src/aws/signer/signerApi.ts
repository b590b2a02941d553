import type { Disposable } from '../../common/disposable.ts';
import type { RevokedEntity, RevocationQuery } from '../../lambda/signing/verification.ts';

/** AWS Signer over a connection: AWS's, or the Local region's own. Every call rejects with CodedError, whose message says what to do. */
export interface SignerApi extends Disposable {
  /** All pages, newest names as Signer gives them; of Lambda's platform alone. Canceled and revoked ones where they are asked for. */
  profiles(options: { readonly all: boolean; readonly signal?: AbortSignal }): Promise<readonly SigningProfile[]>;
  /** Undefined where there is none of that name that signs for Lambda. */
  profile(name: string, options?: { readonly signal?: AbortSignal }): Promise<SigningProfile | undefined>;
  /** Makes a profile, or a new version of one. */
  putProfile(profile: NewSigningProfile, signal?: AbortSignal): Promise<{ readonly arn: string; readonly versionArn: string; readonly version: string }>;
  /** It signs no more; what it has signed stays valid. */
  cancelProfile(name: string): Promise<void>;
  /** What that version has signed from a time on is invalid. */
  revokeProfile(revocation: { readonly name: string; readonly version: string; readonly reason: string; readonly effectiveTime: Date }): Promise<void>;
  /** At most so many, of those that Signer lists first; the newest first. */
  jobs(options: { readonly most: number; readonly signal?: AbortSignal }): Promise<readonly SigningJob[]>;
  job(id: string, signal?: AbortSignal): Promise<SigningJob>;
  /** What that job has signed is invalid. */
  revokeJob(id: string, reason: string): Promise<void>;
  revocations(query: RevocationQuery, signal?: AbortSignal): Promise<readonly RevokedEntity[]>;
  /** Signs an archive and writes the signed one; see `SignRequest`. */
  sign(request: SignRequest, signal: AbortSignal): Promise<SigningJob>;
  /** Of AWS alone: signs an archive, and leaves the signed one in the bucket, from which Lambda can take it. */
  signInBucket(request: BucketSignRequest, signal: AbortSignal): Promise<StoredPackage>;
  /** Of AWS alone: puts a package that is signed already into a bucket, from which Lambda can take it. */
  store(request: StoreRequest, signal: AbortSignal): Promise<StoredPackage>;
}

export type ProfileStatus = 'Active' | 'Canceled' | 'Revoked';

export interface SigningProfile {
  readonly name: string;
  /** Ten characters: of its newest version. */
  readonly version: string;
  readonly arn: string;
  readonly versionArn: string;
  readonly status: ProfileStatus;
  /** How long its signatures last. */
  readonly validity: SignatureValidity | undefined;
}

export interface SignatureValidity {
  readonly value: number;
  readonly unit: 'DAYS' | 'MONTHS' | 'YEARS';
}

export interface NewSigningProfile {
  readonly name: string;
  readonly validity: SignatureValidity;
}

export interface SigningJob {
  readonly id: string;
  readonly arn: string | undefined;
  readonly status: 'InProgress' | 'Failed' | 'Succeeded';
  readonly reason: string | undefined;
  readonly profileName: string | undefined;
  readonly profileVersion: string | undefined;
  readonly createdAt: Date | undefined;
  readonly completedAt: Date | undefined;
  readonly signatureExpiresAt: Date | undefined;
  readonly requestedBy: string | undefined;
  readonly revoked: { readonly reason: string | undefined; readonly at: Date | undefined } | undefined;
}

export interface SignRequest {
  readonly profileName: string;
  /** A zip that is there; a folder is packed by who asks. */
  readonly archive: string;
  /** Written whole or not at all. Must not be `archive`. */
  readonly signed: string;
  /** Of AWS: where Signer reads and writes. The Local region needs none. The bucket must keep versions. */
  readonly storage?: BucketStorage;
  readonly onProgress?: (step: SigningStep) => void;
  /** Told of what could not be removed from the bucket again, before `sign` ends: whoever looks after the bucket may remove it. */
  readonly onLeftBehind?: (object: LeftBehind) => void;
}

export type BucketSignRequest = Omit<SignRequest, 'signed'>;

export interface StoreRequest extends Pick<SignRequest, 'onLeftBehind'> {
  readonly file: string;
  /** The bucket need not keep versions. */
  readonly storage: BucketStorage;
}

export interface BucketStorage {
  readonly bucket: string;
  readonly prefix: string;
}

/** A package in S3. Once disposed of it is not there any more: that does not reject, `onLeftBehind` is told. */
export interface StoredPackage extends AsyncDisposable {
  /** As Lambda is told of it; the version of a bucket that keeps them. */
  readonly code: { readonly bucket: string; readonly key: string; readonly version?: string };
}

export interface LeftBehind {
  readonly bucket: string;
  readonly key: string;
  /** In words. */
  readonly reason: string;
}

export type SigningStep = 'uploading' | 'signing' | 'downloading';
