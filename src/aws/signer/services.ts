import type * as S3Sdk from '@aws-sdk/client-s3';
import type * as SignerSdk from '@aws-sdk/client-signer';
import type { Clock } from '../../common/clock.ts';
import type { Connection } from '../connection.ts';
import type { Service, ServiceCaller } from '../service/serviceCaller.ts';

export type SignerCaller = ServiceCaller<typeof SignerSdk, SignerSdk.SignerClient>;
export type S3Caller = ServiceCaller<typeof S3Sdk, S3Sdk.S3Client>;

/** What signing through a bucket works with. */
export interface AwsSigning {
  readonly connection: Connection;
  readonly signer: SignerCaller;
  readonly s3: S3Caller;
  readonly clock: Clock;
  readonly uuid: () => string;
}

export const signerService: Service<typeof SignerSdk, SignerSdk.SignerClient> = {
  title: 'AWS Signer',
  load: () => import('@aws-sdk/client-signer'),
  open: (sdk, options) => new sdk.SignerClient(options),
  actionOf: (operation) => `signer:${operation}`,
  errors: {
    NotFoundException: { code: 'notFound' },
    ConflictException: { code: 'conflict' },
    BadRequestException: { code: 'invalid' },
    ServiceLimitExceededException: {
      code: 'invalid',
      advice: ({ region }) => `Cancel signing profiles that nobody uses, or have AWS raise the quota of AWS Signer in ${region}.`,
    },
  },
};

/** Source: AWS Signer API Reference, StartSigningJob: buckets are of the Region of the profile; there is no signing across Regions. */
const otherRegion = {
  code: 'invalid',
  advice: ({ region }: Connection) => `AWS Signer and Lambda read buckets of their own Region only: choose one in ${region}.`,
} as const;

const gone = { code: 'notFound', advice: () => 'It was removed while it was in use: sign or deploy again.' } as const;

/** Source: Amazon S3 API Reference, of each operation, as it is called here. */
const s3Actions: Readonly<Record<string, string>> = {
  HeadObject: 's3:GetObject',
  DeleteObject: 's3:DeleteObjectVersion',
};

export const s3Service: Service<typeof S3Sdk, S3Sdk.S3Client> = {
  title: 'Amazon S3',
  load: () => import('@aws-sdk/client-s3'),
  // An address of one's own has no further one for each bucket.
  open: (sdk, options) => new sdk.S3Client({ ...options, forcePathStyle: options.endpoint !== undefined }),
  actionOf: (operation) => s3Actions[operation] ?? `s3:${operation}`,
  errors: {
    NoSuchBucket: {
      code: 'notFound',
      advice: ({ region }) => `Choose another bucket, or make this one: it must be in ${region}, and keep versions of its objects where packages are signed.`,
    },
    PermanentRedirect: otherRegion,
    AuthorizationHeaderMalformed: otherRegion,
    IllegalLocationConstraintException: otherRegion,
    NoSuchKey: gone,
    NoSuchVersion: gone,
  },
};
