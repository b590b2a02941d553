import type { SQSClient } from '@aws-sdk/client-sqs';

import { type AwsAccess, AwsClients } from './awsClients.ts';
import { DeliveryRefused, type Destination, type DestinationArn, type DestinationMessage } from './destination.ts';

/** SQS queues. */
export class QueueDestination implements Destination {
  readonly #clients: AwsClients<SQSClient>;
  /** By endpoint and ARN. */
  readonly #urls = new Map<string, string>();

  constructor(access: AwsAccess) {
    this.#clients = new AwsClients(access, async (settings) => {
      const { SQSClient } = await import('@aws-sdk/client-sqs');
      // A queue's URL may name a host that is known only where the queue is.
      return new SQSClient({ ...settings, useQueueUrlAsEndpoint: false });
    });
  }

  async send(target: DestinationArn, message: DestinationMessage): Promise<void> {
    const { SendMessageCommand } = await import('@aws-sdk/client-sqs');
    const client = await this.#clients.of(target.region);
    const QueueUrl = this.#clients.endpoint === undefined ? queueUrl(target) : await this.#askForUrl(client, target);
    await client.send(
      new SendMessageCommand({
        QueueUrl,
        MessageBody: message.body,
        ...(message.attributes !== undefined && { MessageAttributes: message.attributes }),
      }),
    );
  }

  dispose(): void {
    this.#clients.dispose();
  }

  async #askForUrl(client: SQSClient, { arn, resource, account }: DestinationArn): Promise<string> {
    const key = `${this.#clients.endpoint ?? ''} ${arn}`;
    const known = this.#urls.get(key);
    if (known !== undefined) return known;
    const { GetQueueUrlCommand } = await import('@aws-sdk/client-sqs');
    const { QueueUrl } = await client.send(new GetQueueUrlCommand({ QueueName: resource, QueueOwnerAWSAccountId: account }));
    if (QueueUrl === undefined) throw new DeliveryRefused(`There is no URL of the queue ${arn}.`);
    this.#urls.set(key, QueueUrl);
    return QueueUrl;
  }
}

/** AWS's own form, which needs no permission to ask for it. */
function queueUrl({ partition, region, account, resource }: DestinationArn): string {
  return `https://sqs.${region}.amazonaws.com${partition === 'aws-cn' ? '.cn' : ''}/${account}/${resource}`;
}
