import { randomInt } from 'node:crypto';

import type { Clock } from '../../common/clock.ts';
import type { RegionTables } from '../resources/regionTables.ts';
import type { DocumentStore } from '../store/documentStore.ts';
import { commit } from '../store/documentTable.ts';
import type { KeyedQueue } from '../store/keyedQueue.ts';
import { signerErrors } from './signerErrors.ts';
import type { ProfileVersion, SigningProfileDocument, ValidityPeriod } from './store/storedSigningProfile.ts';
import { isAllowedValidity, longestValidity } from './validityEnd.ts';

export interface SigningProfilesOptions {
  readonly store: DocumentStore;
  readonly tables: Pick<RegionTables, 'signingProfiles'>;
  readonly queue: KeyedQueue;
  readonly clock: Pick<Clock, 'now'>;
}

export interface SigningProfile {
  readonly name: string;
  readonly document: SigningProfileDocument;
  readonly current: ProfileVersion;
  readonly status: ProfileStatus;
}

export type ProfileStatus = 'Active' | 'Canceled' | 'Revoked';

export interface NewProfile {
  readonly validity?: ValidityPeriod | undefined;
  readonly signingParameters?: Readonly<Record<string, string>> | undefined;
  readonly tags?: Readonly<Record<string, string>> | undefined;
}

export interface ProfileRevocation {
  readonly version: string;
  readonly reason: string;
  /** Milliseconds since the epoch. */
  readonly effectiveFrom: number;
}

/** The region's signing profiles. What they refuse is a LambdaError. */
export class SigningProfiles {
  readonly #options: SigningProfilesOptions;

  constructor(options: SigningProfilesOptions) {
    this.#options = options;
  }

  /** In the order of their names. */
  all(): readonly SigningProfile[] {
    return this.#options.tables.signingProfiles.page().map(({ key, value }) => profileOf(key, value));
  }

  get(name: string): SigningProfile {
    const document = this.#options.tables.signingProfiles.get(name);
    if (document === undefined) throw signerErrors.noProfile(name);
    return profileOf(name, document);
  }

  /** One that may sign. */
  active(name: string): SigningProfile {
    const profile = this.get(name);
    if (profile.status !== 'Active') throw signerErrors.notActive(name, profile.status);
    return profile;
  }

  /** Undefined where it is not revoked, or not known. */
  revocationOf(name: string, version: string): ProfileVersion['revoked'] {
    const document = this.#options.tables.signingProfiles.get(name);
    return document?.versions.find((one) => one.version === version)?.revoked;
  }

  /** A profile, or a new version of one that is active: versions before it go on being trusted until they are revoked. */
  async put(name: string, { validity = longestValidity, signingParameters = {}, tags }: NewProfile): Promise<SigningProfile> {
    const now = this.#options.clock.now();
    if (!isAllowedValidity(now, validity)) throw signerErrors.badValidity();
    return this.#change(name, (before) => {
      if (before !== undefined) {
        const { status } = profileOf(name, before);
        if (status !== 'Active') throw signerErrors.profileEnded(name, status);
      }
      const taken = new Set(before?.versions.map(({ version }) => version));
      const version = { version: newVersion(taken), createdAt: now, validity: { ...validity }, signingParameters: { ...signingParameters } };
      return { versions: [...(before?.versions ?? []), version], tags: { ...before?.tags, ...tags } };
    });
  }

  /** Twice is as good as once. */
  async cancel(name: string): Promise<void> {
    const { clock } = this.#options;
    await this.#change(name, (before) => {
      if (before === undefined) throw signerErrors.noProfile(name);
      return { ...before, canceledAt: before.canceledAt ?? clock.now() };
    });
  }

  /** Cannot be taken back; repeated with an earlier effective time, it is that. */
  async revoke(name: string, { version, reason, effectiveFrom }: ProfileRevocation): Promise<void> {
    const now = this.#options.clock.now();
    await this.#change(name, (before) => {
      if (before === undefined) throw signerErrors.noProfile(name);
      const found = before.versions.find((one) => one.version === version);
      if (found === undefined) throw signerErrors.noProfileVersion(name, version);
      if (effectiveFrom > now) throw signerErrors.futureRevocation();
      if (found.revoked !== undefined && effectiveFrom > found.revoked.effectiveFrom) throw signerErrors.laterRevocation();
      const revoked = { at: now, effectiveFrom, reason };
      return { ...before, versions: before.versions.map((one) => (one === found ? Object.assign({}, one, { revoked }) : one)) };
    });
  }

  #change(name: string, changed: (before: SigningProfileDocument | undefined) => SigningProfileDocument): Promise<SigningProfile> {
    const { store, tables, queue } = this.#options;
    return queue.run(`signing-profile:${name}`, async () => {
      const document = changed(tables.signingProfiles.get(name));
      await commit(store, [tables.signingProfiles.putting(name, document)]);
      return profileOf(name, document);
    });
  }
}

function profileOf(name: string, document: SigningProfileDocument): SigningProfile {
  const current = document.versions.at(-1);
  // The schema has at least one.
  if (current === undefined) throw signerErrors.noProfile(name);
  return { name, document, current, status: statusOf(document, current) };
}

function statusOf({ canceledAt }: SigningProfileDocument, { revoked }: ProfileVersion): ProfileStatus {
  if (revoked !== undefined) return 'Revoked';
  return canceledAt === undefined ? 'Active' : 'Canceled';
}

const versionDigits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const versionLength = 10;

function newVersion(taken: ReadonlySet<string>): string {
  for (;;) {
    const version = Array.from({ length: versionLength }, () => versionDigits.charAt(randomInt(versionDigits.length))).join('');
    if (!taken.has(version)) return version;
  }
}
