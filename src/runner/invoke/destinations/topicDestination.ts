import type { SNSClient } from '@aws-sdk/client-sns';

import { type AwsAccess, AwsClients } from './awsClients.ts';
import type { Destination, DestinationArn, DestinationMessage } from './destination.ts';

/** SNS topics. */
export class TopicDestination implements Destination {
  readonly #clients: AwsClients<SNSClient>;

  constructor(access: AwsAccess) {
    this.#clients = new AwsClients(access, async (settings) => {
      const { SNSClient } = await import('@aws-sdk/client-sns');
      return new SNSClient(settings);
    });
  }

  async send({ arn, region }: DestinationArn, message: DestinationMessage): Promise<void> {
    const { PublishCommand } = await import('@aws-sdk/client-sns');
    const client = await this.#clients.of(region);
    await client.send(
      new PublishCommand({
        TopicArn: arn,
        Message: message.body,
        ...(message.attributes !== undefined && { MessageAttributes: message.attributes }),
      }),
    );
  }

  dispose(): void {
    this.#clients.dispose();
  }
}
