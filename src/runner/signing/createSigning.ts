import { join } from 'node:path';

import type { Clock } from '../../common/clock.ts';
import type { Logger } from '../../common/logger.ts';
import type { Identity } from '../../lambda/arn.ts';
import type { RevocationLookup } from '../../lambda/signing/verification.ts';
import type { RegionTables } from '../resources/regionTables.ts';
import type { DocumentStore } from '../store/documentStore.ts';
import type { KeyedQueue } from '../store/keyedQueue.ts';
import { type SignerApi, signerApi } from './api/signerApi.ts';
import { nodeSigningPlatform as platform } from '../../node/signing/nodeSigningPlatform.ts';
import { removeDrafts } from './authorityFile.ts';
import { localRevocations } from './revocationStatus.ts';
import { Signers } from './signers.ts';
import { SigningJobs } from './signingJobs.ts';
import { SigningProfiles } from './signingProfiles.ts';
import { WorkFolder } from './workFolder.ts';

export interface SigningOptions {
  readonly identity: Identity;
  readonly dataFolder: string;
  readonly store: DocumentStore;
  readonly tables: RegionTables;
  readonly queue: KeyedQueue;
  readonly clock: Pick<Clock, 'now'>;
  readonly logger: Logger;
  /** Makes version 4 UUIDs, as `requestIds` does. */
  readonly uuid: () => string;
  readonly requestIds: () => string;
}

export interface Signing {
  /** Its API, for `beside` of the API server. */
  readonly api: SignerApi;
  /** The region's own root certificate, in DER; none as long as nothing was signed. Throws CodedError where its file is damaged or exposed. */
  roots(): Promise<readonly Uint8Array<ArrayBuffer>[]>;
  /** What was revoked in the region. */
  readonly revocations: RevocationLookup;
}

/** Where the authority's key lies, below the data folder. */
export const authorityFileName = join('signing', 'authority.pem');

/** The region's own signing service: AWS Signer's profiles, jobs and revocations, and a development authority that signs. */
export async function createSigning(options: SigningOptions): Promise<Signing> {
  const { dataFolder, identity } = options;
  const profiles = new SigningProfiles(options);
  const authorityFile = { path: join(dataFolder, authorityFileName), system: process.platform, platform };
  await removeDrafts(authorityFile.path);
  const signers = new Signers({ authorityFile, platform, clock: options.clock });
  const work = await WorkFolder.open(join(dataFolder, 'signing', 'work'));
  const jobs = await SigningJobs.open({ ...options, profiles, signers, platform });
  const roots = () => signers.roots();
  const api = signerApi({ ...options, profiles, jobs, work, roots });
  return { api, roots, revocations: localRevocations({ identity, profiles, jobs }) };
}
