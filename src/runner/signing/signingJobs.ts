import type { Clock } from '../../common/clock.ts';
import { CodedError, messageOf } from '../../common/codedError.ts';
import type { Identity } from '../../lambda/arn.ts';
import { LambdaError } from '../../lambda/lambdaError.ts';
import type { ByteSource } from '../../lambda/signing/byteSource.ts';
import { signingJobArn, signingProfileVersionArn } from '../../lambda/signing/make/signingArns.ts';
import { type PackageSink, type SigningFailure, signPackage } from '../../lambda/signing/make/signPackage.ts';
import type { SigningPlatform } from '../../lambda/signing/signingPlatform.ts';
import type { RegionTables } from '../resources/regionTables.ts';
import type { DocumentStore } from '../store/documentStore.ts';
import { commit } from '../store/documentTable.ts';
import type { KeyedQueue } from '../store/keyedQueue.ts';
import type { Signers } from './signers.ts';
import { signerErrors } from './signerErrors.ts';
import type { SigningProfile, SigningProfiles } from './signingProfiles.ts';
import { type SigningJobDocument, signingJobKey } from './store/storedSigningJob.ts';
import { validityEnd } from './validityEnd.ts';

export interface SigningJobsOptions {
  readonly identity: Identity;
  readonly store: DocumentStore;
  readonly tables: Pick<RegionTables, 'signingJobs'>;
  readonly queue: KeyedQueue;
  readonly profiles: SigningProfiles;
  readonly signers: Signers;
  readonly platform: SigningPlatform;
  readonly clock: Pick<Clock, 'now'>;
  readonly uuid: () => string;
}

export interface SignedJob {
  readonly id: string;
  readonly arn: string;
  readonly profileVersionArn: string;
}

/** Source: what the service answers of a finished job. */
const succeeded = 'Signing Succeeded';
const interrupted = 'The Local region ended before the job did. Sign the package again.';

const failures: ReadonlySet<string> = new Set<SigningFailure>(['PACKAGE_EMPTY', 'PACKAGE_MALFORMED', 'PACKAGE_ALREADY_SIGNED']);

/** The region's signing jobs. What they refuse is a LambdaError. */
export class SigningJobs {
  readonly #options: SigningJobsOptions;
  readonly #keys: Map<string, string>;

  private constructor(options: SigningJobsOptions) {
    this.#options = options;
    this.#keys = new Map(options.tables.signingJobs.page().map(({ key, value }) => [value.id, key]));
  }

  /** Jobs that the process before this one did not end have failed. */
  static async open(options: SigningJobsOptions): Promise<SigningJobs> {
    const { store, tables, clock } = options;
    const left = tables.signingJobs.values().filter(({ status }) => status === 'InProgress');
    const end = { status: 'Failed', statusReason: interrupted, completedAt: clock.now() } as const;
    await commit(store, left.map((job) => tables.signingJobs.putting(signingJobKey(job), Object.assign({}, job, end))));
    return new SigningJobs(options);
  }

  /** The latest first. */
  all(): readonly SigningJobDocument[] {
    return this.#options.tables.signingJobs.values();
  }

  get(id: string): SigningJobDocument {
    const job = this.find(id);
    if (job === undefined) throw signerErrors.noJob(id);
    return job;
  }

  find(id: string): SigningJobDocument | undefined {
    const key = this.#keys.get(id);
    return key === undefined ? undefined : this.#options.tables.signingJobs.get(key);
  }

  arnOf(id: string): string {
    return signingJobArn(this.#options.identity, id);
  }

  /**
   * Signs by the profile's current version, and writes the signed package to `sink`. A package that cannot be signed makes a job that
   * failed, and a LambdaError with its id; once `signal` is aborted nothing remains, and its reason is thrown.
   */
  async sign(profile: SigningProfile, source: ByteSource, sink: PackageSink, signal: AbortSignal): Promise<SignedJob> {
    const { clock, uuid } = this.#options;
    const now = clock.now();
    const names = { profileName: profile.name, profileVersion: profile.current.version };
    const job: SigningJobDocument = { id: uuid(), ...names, createdAt: now, status: 'InProgress' };
    await this.#put(job);
    try {
      const signatureExpiresAt = validityEnd(now, profile.current.validity);
      const result = await this.#write(job, signatureExpiresAt, source, sink, signal);
      signal.throwIfAborted();
      // It may have been ended meanwhile.
      this.#options.profiles.active(profile.name);
      await this.#put({ ...job, status: 'Succeeded', statusReason: succeeded, signatureExpiresAt, completedAt: clock.now() });
      return result;
    } catch (error) {
      if (signal.aborted) await this.#delete(job);
      else await this.#put({ ...job, status: 'Failed', statusReason: reasonOf(error), completedAt: clock.now() });
      throw error instanceof CodedError && failures.has(error.code) ? signerErrors.jobFailed(error.message, job.id) : error;
    }
  }

  /** Cannot be taken back; the first reason stays. */
  async revoke(id: string, reason: string): Promise<void> {
    const { clock, queue } = this.#options;
    await queue.run(`signing-job:${id}`, async () => {
      const job = this.get(id);
      if (job.status !== 'Succeeded') throw signerErrors.notSigned(id);
      if (job.revoked === undefined) await this.#put({ ...job, revoked: { at: clock.now(), reason } });
    });
  }

  async #write(job: SigningJobDocument, expiry: number, source: ByteSource, sink: PackageSink, signal: AbortSignal): Promise<SignedJob> {
    const { identity, signers, platform } = this.#options;
    const { profileName, profileVersion, createdAt: signingTime } = job;
    const { signer, chain } = await signers.of({ profileName, profileVersion });
    const arn = this.arnOf(job.id);
    const profileVersionArn = signingProfileVersionArn(identity, profileName, profileVersion);
    await signPackage(source, { jobArn: arn, profileVersionArn, signingTime, expiry, signer, chain }, platform, sink, signal);
    return { id: job.id, arn, profileVersionArn };
  }

  async #put(job: SigningJobDocument): Promise<void> {
    const { store, tables } = this.#options;
    const key = signingJobKey(job);
    await commit(store, [tables.signingJobs.putting(key, job)]);
    this.#keys.set(job.id, key);
  }

  async #delete(job: SigningJobDocument): Promise<void> {
    const { store, tables } = this.#options;
    await commit(store, [tables.signingJobs.deleting(signingJobKey(job))]);
    this.#keys.delete(job.id);
  }
}

/** What is not written for users is nobody's business but the log's. */
function reasonOf(error: unknown): string {
  return error instanceof CodedError || error instanceof LambdaError ? messageOf(error) : 'The Local region failed. Its log tells why.';
}
