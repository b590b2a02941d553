import { randomUUID } from 'node:crypto';
import type * as S3Sdk from '@aws-sdk/client-s3';
import type * as SignerSdk from '@aws-sdk/client-signer';
import { type Clock, systemClock } from '../../common/clock.ts';
import { signingPlatformId } from '../../lambda/signing/verification.ts';
import type { Connection } from '../connection.ts';
import { ConnectionError } from '../connectionError.ts';
import type { AskMfaCode } from '../credentials.ts';
import { ServiceCaller } from '../service/serviceCaller.ts';
import { s3Service, signerService } from './services.ts';
import type { SignerApi, SigningJob, SigningProfile } from './signerApi.ts';
import { jobOf, listedJobOf, periodOf, profileOf, revokedOf } from './signerShapes.ts';
import { signInBucket, signWithAws } from './signWithAws.ts';
import { signWithRegion } from './signWithRegion.ts';
import { noBuckets, storePackage } from './storedPackage.ts';

export interface SignerApiDependencies {
  readonly clock?: Clock;
  /** From 0 to 1, 1 not included: how long pauses between attempts are. */
  readonly random?: () => number;
  /** Names what is stored in S3 while it is signed. */
  readonly uuid?: () => string;
  /** Load the SDKs, when they are first needed. */
  readonly loadSigner?: () => Promise<typeof SignerSdk>;
  readonly loadS3?: () => Promise<typeof S3Sdk>;
  readonly askMfaCode?: AskMfaCode;
  /** For the user agent. */
  readonly productVersion?: string;
}

/** The most that Signer lists at once. Source: AWS Signer's model, MaxResults. */
const pageSize = 25;

/** Loads nothing and resolves no credentials before the first call. The Local region serves Signer at the endpoint of its Lambda API. */
export function createSignerApi(connection: Connection, dependencies: SignerApiDependencies = {}): SignerApi {
  const { clock = systemClock, random = Math.random, uuid = randomUUID, askMfaCode, productVersion = '0' } = dependencies;
  const { loadSigner = signerService.load, loadS3 = s3Service.load } = dependencies;
  const common = { clock, random, productVersion, ...(askMfaCode !== undefined && { askMfaCode }) };
  const signer = new ServiceCaller(connection, { ...signerService, load: loadSigner }, common);
  const s3 = new ServiceCaller(connection, { ...s3Service, load: loadS3 }, common);
  const { region } = connection;
  const isLocal = connection.profile === undefined;
  const signing = { connection, signer, s3, clock, uuid };

  const job = (id: string, signal?: AbortSignal): Promise<SigningJob> =>
    signer.call('DescribeSigningJob', 'repeat', signal, async ({ sdk, client, options }) =>
      jobOf(await client.send(new sdk.DescribeSigningJobCommand({ jobId: id }), options), region),
    );

  return {
    async profiles({ all, signal }) {
      const filter = all ? ({ includeCanceled: true, statuses: ['Active', 'Canceled', 'Revoked'] } as const) : ({ statuses: ['Active'] } as const);
      const found: SigningProfile[] = [];
      let nextToken: string | undefined;
      do {
        const input = { ...filter, statuses: [...filter.statuses], platformId: signingPlatformId, maxResults: pageSize, nextToken };
        const page = await signer.call('ListSigningProfiles', 'repeat', signal, ({ sdk, client, options }) =>
          client.send(new sdk.ListSigningProfilesCommand(input), options),
        );
        const ours = (page.profiles ?? []).filter(({ platformId }) => platformId === signingPlatformId);
        found.push(...ours.map(profileOf).filter((profile) => profile !== undefined));
        nextToken = tokenOf(page);
      } while (nextToken !== undefined);
      return all ? found : found.filter(({ status }) => status === 'Active');
    },

    profile: (name, { signal } = {}) =>
      unlessNone(() =>
        signer.call('GetSigningProfile', 'repeat', signal, async ({ sdk, client, options }) => {
          const profile = await client.send(new sdk.GetSigningProfileCommand({ profileName: name }), options);
          return profile.platformId === signingPlatformId ? profileOf(profile) : undefined;
        }),
      ),

    // Sent twice it would make two versions.
    putProfile: ({ name, validity }, signal) =>
      signer.call('PutSigningProfile', 'change', signal, async ({ sdk, client, options }) => {
        const input = { profileName: name, platformId: signingPlatformId, signatureValidityPeriod: periodOf(validity) };
        const { arn = '', profileVersion = '', profileVersionArn } = await client.send(new sdk.PutSigningProfileCommand(input), options);
        return { arn, version: profileVersion, versionArn: profileVersionArn ?? `${arn}/${profileVersion}` };
      }),

    cancelProfile: (name) =>
      signer.call('CancelSigningProfile', 'change', undefined, async ({ sdk, client, options }) => {
        await client.send(new sdk.CancelSigningProfileCommand({ profileName: name }), options);
      }),

    revokeProfile: ({ name, version, reason, effectiveTime }) =>
      signer.call('RevokeSigningProfile', 'change', undefined, async ({ sdk, client, options }) => {
        const input = { profileName: name, profileVersion: version, reason, effectiveTime };
        await client.send(new sdk.RevokeSigningProfileCommand(input), options);
      }),

    async jobs({ most, signal }) {
      const found: SigningJob[] = [];
      let nextToken: string | undefined;
      do {
        const input = { platformId: signingPlatformId, maxResults: Math.min(pageSize, most - found.length), nextToken };
        const page = await signer.call('ListSigningJobs', 'repeat', signal, ({ sdk, client, options }) =>
          client.send(new sdk.ListSigningJobsCommand(input), options),
        );
        found.push(...(page.jobs ?? []).map((one) => listedJobOf(one, region)));
        nextToken = tokenOf(page);
      } while (nextToken !== undefined && found.length < most);
      return found.slice(0, most).sort((a, b) => Number(b.createdAt ?? 0) - Number(a.createdAt ?? 0));
    },

    job,

    revokeJob: (id, reason) =>
      signer.call('RevokeSignature', 'change', undefined, async ({ sdk, client, options }) => {
        await client.send(new sdk.RevokeSignatureCommand({ jobId: id, reason }), options);
      }),

    revocations: (query, signal) =>
      signer.call('GetRevocationStatus', 'repeat', signal, async ({ sdk, client, options }) => {
        const { signingTime, platformId, profileVersionArn, jobArn, certificateHashes } = query;
        const input = { signatureTimestamp: new Date(signingTime), platformId, profileVersionArn, jobArn, certificateHashes: [...certificateHashes] };
        const { revokedEntities = [] } = await client.send(new sdk.GetRevocationStatusCommand(input), options);
        return revokedOf(revokedEntities, query);
      }),

    sign: (request, signal) => (isLocal ? signWithRegion(connection, request, job, signal) : signWithAws(signing, request, signal)),
    signInBucket: async (request, signal) => (isLocal ? noBuckets() : signInBucket(signing, request, signal)),
    store: async (request, signal) => (isLocal ? noBuckets() : storePackage(signing, request, signal)),

    dispose() {
      signer.dispose();
      s3.dispose();
    },
  };
}

function tokenOf({ nextToken }: { readonly nextToken?: string | undefined }): string | undefined {
  return nextToken === '' ? undefined : nextToken;
}

async function unlessNone<T>(read: () => Promise<T | undefined>): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof ConnectionError && error.code === 'notFound') return undefined;
    throw error;
  }
}
