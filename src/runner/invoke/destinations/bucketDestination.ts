import type { S3Client } from '@aws-sdk/client-s3';

import { type AwsAccess, AwsClients } from './awsClients.ts';
import type { Destination, DestinationArn, DestinationMessage } from './destination.ts';

/** S3 buckets, which take the records of failures. */
export class BucketDestination implements Destination {
  readonly #clients: AwsClients<S3Client>;

  constructor(access: AwsAccess) {
    this.#clients = new AwsClients(access, async (settings) => {
      const { S3Client } = await import('@aws-sdk/client-s3');
      const own = settings.endpoint !== undefined;
      // A bucket's ARN names no Region; and what stands for S3 here has no host for each bucket.
      return new S3Client({ ...settings, forcePathStyle: own, followRegionRedirects: !own });
    });
  }

  async send({ region, resource }: DestinationArn, message: DestinationMessage): Promise<void> {
    const { PutObjectCommand } = await import('@aws-sdk/client-s3');
    const client = await this.#clients.of(region);
    await client.send(
      new PutObjectCommand({ Bucket: resource, Key: objectKey(message), Body: message.body, ContentType: 'application/json' }),
    );
  }

  dispose(): void {
    this.#clients.dispose();
  }
}

/** `aws/lambda/async/<function>/YYYY/MM/DD/YYYY-MM-DDTHH.MM.SS-<UUID>`, as AWS names them. */
function objectKey({ id, functionName, at }: DestinationMessage): string {
  const time = new Date(at).toISOString();
  const day = time.slice(0, 10);
  return `aws/lambda/async/${functionName}/${day.replaceAll('-', '/')}/${day}T${time.slice(11, 19).replaceAll(':', '.')}-${id}`;
}
