import type { Condition } from '../../store/asyncEventDocuments.ts';

/** What is sent: the record of an invocation, or the event itself to a dead-letter queue. */
export interface DestinationMessage {
  /** Stays the same over all tries. */
  readonly id: string;
  /** JSON text. */
  readonly body: string;
  /** Of a dead-letter queue's message: what SQS and SNS take along with it. */
  readonly attributes?: MessageAttributes;
  readonly functionName: string;
  /** With the qualifier, `$LATEST` where the caller gave none. */
  readonly functionArn: string;
  readonly condition: Condition;
  /** When Lambda was done with the event; milliseconds since the epoch. */
  readonly at: number;
}

export type MessageAttributes = Readonly<Record<string, { readonly DataType: 'String' | 'Number'; readonly StringValue: string }>>;

/** Where messages go. */
export interface Destinations {
  /** Rejects where the message was not taken: with `DeliveryRefused` where it never will be. */
  send(arn: string, message: DestinationMessage): Promise<void>;
}

/** One kind of destination. */
export interface Destination {
  send(target: DestinationArn, message: DestinationMessage): Promise<void>;
  dispose(): void;
}

/** It will not be taken at a later try either. */
export class DeliveryRefused extends Error {
  override readonly name = 'DeliveryRefused';
}

export interface DestinationArn {
  readonly arn: string;
  readonly partition: string;
  readonly service: string;
  /** Empty where the ARN has none, as a bucket's. */
  readonly region: string;
  readonly account: string;
  readonly resource: string;
}

/** Throws DeliveryRefused where it is no ARN. */
export function parseDestinationArn(arn: string): DestinationArn {
  const [prefix, partition, service, region, account, ...resource] = arn.split(':');
  if (prefix !== 'arn' || partition === undefined || service === undefined || region === undefined || account === undefined) {
    throw new DeliveryRefused(`${arn} is no ARN.`);
  }
  return { arn, partition, service, region, account, resource: resource.join(':') };
}

/** Undefined where it is no ARN. */
export function serviceOf(arn: string): string | undefined {
  return arn.startsWith('arn:') ? arn.split(':')[2] : undefined;
}
