import type { EventBridgeClient } from '@aws-sdk/client-eventbridge';

import { type AwsAccess, AwsClients } from './awsClients.ts';
import type { Destination, DestinationArn, DestinationMessage } from './destination.ts';

/** EventBridge event buses: the record is the event's detail. */
export class EventBusDestination implements Destination {
  readonly #clients: AwsClients<EventBridgeClient>;

  constructor(access: AwsAccess) {
    this.#clients = new AwsClients(access, async (settings) => {
      const { EventBridgeClient } = await import('@aws-sdk/client-eventbridge');
      return new EventBridgeClient(settings);
    });
  }

  async send({ arn, region }: DestinationArn, { body, functionArn, condition, at }: DestinationMessage): Promise<void> {
    const { PutEventsCommand } = await import('@aws-sdk/client-eventbridge');
    const client = await this.#clients.of(region);
    const { Entries } = await client.send(
      new PutEventsCommand({
        Entries: [
          {
            Source: 'lambda',
            DetailType: `Lambda Function Invocation Result - ${condition === 'Success' ? 'Success' : 'Failure'}`,
            Resources: [arn, functionArn],
            Detail: body,
            EventBusName: arn,
            Time: new Date(at),
          },
        ],
      }),
    );
    // The call succeeds also where the bus did not take the event.
    const [entry] = Entries ?? [];
    if (entry?.ErrorCode !== undefined) throw new Error(`${entry.ErrorCode}: ${entry.ErrorMessage ?? ''}`);
  }

  dispose(): void {
    this.#clients.dispose();
  }
}
