import { CodedError } from '../../../common/codedError.ts';
import type { Disposable } from '../../../common/disposable.ts';
import type { AwsAccess } from './awsClients.ts';
import { BucketDestination } from './bucketDestination.ts';
import { DeliveryRefused, type Destination, type DestinationMessage, type Destinations, parseDestinationArn } from './destination.ts';
import { EventBusDestination } from './eventBusDestination.ts';
import { QueueDestination } from './queueDestination.ts';
import { TopicDestination } from './topicDestination.ts';

/** Destinations in AWS, or in what stands for it. Nothing of the SDK is loaded before the first message of a kind. */
export class AwsDestinations implements Destinations, Disposable {
  /** By the service in the ARN. */
  readonly #destinations: ReadonlyMap<string, Destination>;

  constructor(access: AwsAccess) {
    this.#destinations = new Map<string, Destination>([
      ['sqs', new QueueDestination(access)],
      ['sns', new TopicDestination(access)],
      ['events', new EventBusDestination(access)],
      ['s3', new BucketDestination(access)],
    ]);
  }

  async send(arn: string, message: DestinationMessage): Promise<void> {
    const target = parseDestinationArn(arn);
    const destination = this.#destinations.get(target.service);
    if (destination === undefined) throw new DeliveryRefused(`Lambda sends nothing to ${target.service}: ${arn}`);
    try {
      await destination.send(target, message);
    } catch (error) {
      throw withAdvice(error);
    }
  }

  dispose(): void {
    for (const destination of this.#destinations.values()) destination.dispose();
  }
}

/** What the SDK names where no source of credentials has any. */
const missingCredentials: ReadonlySet<string> = new Set(['CredentialsProviderError', 'TokenProviderError']);

function withAdvice(error: unknown): unknown {
  if (!(error instanceof Error) || !missingCredentials.has(error.name)) return error;
  return new CodedError(
    'AWS_CREDENTIALS_MISSING',
    `The Local region has no AWS credentials (${error.message}). Start it where AWS credentials are found, ` +
      'or set the endpoint of what stands for AWS.',
    { cause: error },
  );
}
