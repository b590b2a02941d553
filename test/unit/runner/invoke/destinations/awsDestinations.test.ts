import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';

import { AwsDestinations } from '../../../../../src/runner/invoke/destinations/awsDestinations.ts';
import { DeliveryRefused, type DestinationMessage } from '../../../../../src/runner/invoke/destinations/destination.ts';
import { AwsDouble } from '../../../../shared/awsDouble.ts';

const message: DestinationMessage = {
  id: '11111111-2222-4333-8444-555555555555',
  body: '{"version":"1.0"}',
  functionName: 'worker',
  functionArn: 'arn:aws:lambda:eu-west-1:123456789012:function:worker:$LATEST',
  condition: 'RetriesExhausted',
  at: Date.UTC(2026, 0, 2, 3, 4, 5, 678),
};
const deadLetter: DestinationMessage = {
  ...message,
  body: '{"a":1}',
  attributes: {
    RequestID: { DataType: 'String', StringValue: 'r' },
    ErrorCode: { DataType: 'Number', StringValue: '200' },
    ErrorMessage: { DataType: 'String', StringValue: 'no "luck"' },
  },
};

let aws: AwsDouble;
let destinations: AwsDestinations;
let endpoint: string | undefined;

function open(environment: Readonly<Record<string, string>> = {}): AwsDestinations {
  return new AwsDestinations({ awsEndpoint: () => endpoint, environment, region: 'eu-west-1', account: '123456789012' });
}

beforeEach(async () => {
  aws = await new AwsDouble().start();
  endpoint = aws.endpoint;
  destinations = open();
});

afterEach(async () => {
  vi.unstubAllEnvs();
  destinations.dispose();
  await aws.stop();
});

describe('what the services get', () => {
  test('SQS: the record as the message of the queue that the ARN names', async () => {
    await destinations.send('arn:aws:sqs:eu-north-1:999999999999:done', message);
    await destinations.send('arn:aws:sqs:eu-north-1:999999999999:done', message);
    expect(aws.calls.map(({ operation, input }) => [operation, input])).toEqual([
      ['GetQueueUrl', { QueueName: 'done', QueueOwnerAWSAccountId: '999999999999' }],
      ['SendMessage', { QueueUrl: 'http://queues.example.invalid/999999999999/done', MessageBody: message.body }],
      ['SendMessage', { QueueUrl: 'http://queues.example.invalid/999999999999/done', MessageBody: message.body }],
    ]);
    expect(aws.calls[1]?.authorization).toContain('/eu-north-1/sqs/');
  });

  test('SQS as a dead-letter queue: the event, with attributes', async () => {
    await destinations.send('arn:aws:sqs:eu-west-1:123456789012:dlq', deadLetter);
    expect(aws.sent[0]?.input).toMatchObject({ MessageBody: '{"a":1}', MessageAttributes: deadLetter.attributes });
  });

  test('SNS: the record as the message', async () => {
    await destinations.send('arn:aws:sns:eu-west-1:123456789012:done', message);
    expect(aws.sent[0]).toMatchObject({ operation: 'Publish', input: { TopicArn: 'arn:aws:sns:eu-west-1:123456789012:done', Message: message.body } });
  });

  test('SNS as a dead-letter queue: the event, with attributes', async () => {
    await destinations.send('arn:aws:sns:eu-west-1:123456789012:dlq', deadLetter);
    expect(aws.sent[0]?.input).toMatchObject({
      Message: '{"a":1}',
      'MessageAttributes.entry.2.Name': 'ErrorCode',
      'MessageAttributes.entry.2.Value.DataType': 'Number',
      'MessageAttributes.entry.2.Value.StringValue': '200',
    });
  });

  test.each([
    ['RetriesExhausted', 'Lambda Function Invocation Result - Failure'],
    ['Success', 'Lambda Function Invocation Result - Success'],
  ] as const)('EventBridge: %s', async (condition, DetailType) => {
    const bus = 'arn:aws:events:eu-west-1:123456789012:event-bus/orders';
    await destinations.send(bus, { ...message, condition });
    expect(aws.sent[0]?.input).toEqual({
      Entries: [
        {
          Source: 'lambda',
          DetailType,
          Resources: [bus, 'arn:aws:lambda:eu-west-1:123456789012:function:worker:$LATEST'],
          Detail: message.body,
          EventBusName: bus,
          Time: expect.closeTo(message.at / 1000, 0),
        },
      ],
    });
  });

  test('S3: an object with the name that Lambda gives it', async () => {
    await destinations.send('arn:aws:s3:::failures', message);
    expect(aws.sent[0]).toMatchObject({
      operation: 'PutObject',
      input: {
        Bucket: 'failures',
        Key: 'aws/lambda/async/worker/2026/01/02/2026-01-02T03.04.05-11111111-2222-4333-8444-555555555555',
        Body: message.body,
        ContentType: 'application/json',
      },
    });
  });
});

describe('access', () => {
  test('without credentials in the environment, an endpoint of its own gets those that stand for none', async () => {
    await destinations.send('arn:aws:sns:eu-west-1:123456789012:done', message);
    expect(aws.sent[0]?.authorization).toContain('Credential=123456789012/');
  });

  test('the endpoint may change while it runs', async () => {
    await using other = await new AwsDouble().start();
    await destinations.send('arn:aws:sns:eu-west-1:123456789012:done', message);
    endpoint = other.endpoint;
    await destinations.send('arn:aws:sns:eu-west-1:123456789012:done', message);
    expect([aws.sent.length, other.sent.length]).toEqual([1, 1]);
  });
});

describe('what is not taken', () => {
  test.each(['arn:aws:kinesis:eu-west-1:123456789012:stream/s', 'done'])('%s never will be', async (arn) => {
    await expect(destinations.send(arn, message)).rejects.toBeInstanceOf(DeliveryRefused);
  });

  test('an error of the service comes with its status', async () => {
    aws.refuse = () => ({ status: 400, type: 'com.amazonaws.sqs#QueueDoesNotExist' });
    await expect(destinations.send('arn:aws:sqs:eu-west-1:123456789012:gone', message)).rejects.toMatchObject({
      name: 'QueueDoesNotExist',
      $metadata: { httpStatusCode: 400 },
    });
    expect(aws.calls).toHaveLength(1);
  });

  test('an event that the bus does not take', async () => {
    await expect(destinations.send('arn:aws:events:eu-west-1:123456789012:event-bus/refusing', message)).rejects.toThrow('NotAuthorizedForSourceException');
  });

  test("without credentials for AWS's own endpoints, the error says what to do", async () => {
    endpoint = undefined;
    for (const name of ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_PROFILE', 'AWS_WEB_IDENTITY_TOKEN_FILE', 'AWS_CONTAINER_CREDENTIALS_FULL_URI']) {
      vi.stubEnv(name, undefined);
    }
    vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true');
    for (const name of ['AWS_CONFIG_FILE', 'AWS_SHARED_CREDENTIALS_FILE']) vi.stubEnv(name, '/nowhere/aws');
    await expect(destinations.send('arn:aws:sqs:eu-west-1:123456789012:done', message)).rejects.toMatchObject({
      code: 'AWS_CREDENTIALS_MISSING',
      message: expect.stringContaining('has no AWS credentials'),
    });
  });

  test('nobody listens', async () => {
    await aws.stop();
    await expect(destinations.send('arn:aws:sns:eu-west-1:123456789012:done', message)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });
});
