import {
  CreateEventSourceMappingCommand,
  type CreateEventSourceMappingCommandInput,
  type CreateEventSourceMappingCommandOutput,
  GetEventSourceMappingCommand,
} from '@aws-sdk/client-lambda';

import { account, type AnswerRow, refused, text, type World } from './answered.ts';

const queue = `arn:aws:sqs:us-east-1:${account}:queue`;
const stream = `arn:aws:kinesis:us-east-1:${account}:stream/records`;
const tableStream = `arn:aws:dynamodb:us-east-1:${account}:table/orders/stream/2025-02-17T16:33:01.784`;
const kafka: Partial<CreateEventSourceMappingCommandInput> = {
  SelfManagedEventSource: { Endpoints: { KAFKA_BOOTSTRAP_SERVERS: ['kafka:1000'] } },
  SourceAccessConfigurations: [{ Type: 'BASIC_AUTH', URI: `arn:aws:secretsmanager:us-east-1:${account}:secret:kafka` }],
  Topics: ['topic'],
};

function mapped({ client }: World, input: CreateEventSourceMappingCommandInput): Promise<CreateEventSourceMappingCommandOutput> {
  return client.send(new CreateEventSourceMappingCommand(input));
}

/** Of a function that is there. */
function refusing(input: Partial<CreateEventSourceMappingCommandInput>): AnswerRow['provoke'] {
  return async (world) => refused(mapped(world, { FunctionName: await world.create(), ...input }));
}

/** After a first mapping, of the topic of one broker. */
function refusingSecond(servers: string[]): AnswerRow['provoke'] {
  return async (world) => {
    const FunctionName = await world.create();
    const { UUID = '' } = await mapped(world, { FunctionName, ...kafka });
    await refused(mapped(world, { FunctionName, ...kafka, SelfManagedEventSource: { Endpoints: { KAFKA_BOOTSTRAP_SERVERS: servers } } }));
    return { '<resource:1>': FunctionName, '<uuid:1>': UUID };
  };
}

const startingPosition =
  "1 validation error detected: Value null at 'startingPosition' failed to satisfy constraint: Member must not be null.";
const exists =
  'function ("arn:<partition>:lambda:<region>:111111111111:function:<resource:1>"), topics ("topic") already exists. ' +
  'Please update or delete the existing mapping with UUID <uuid:1>';

/** Event source mappings. */
export const eventSourceMappingsRows: readonly AnswerRow[] = [
  { recorded: 'Unrecognized event source.', provoke: (world) => refused(mapped(world, { FunctionName: 'doesnotexist' })) },
  {
    recorded: 'Function does not exist',
    type: 'InvalidParameterValueException',
    provoke: (world) => refused(mapped(world, { FunctionName: 'doesnotexist', EventSourceArn: queue })),
  },
  { recorded: startingPosition, provoke: refusing({ EventSourceArn: stream }) },
  {
    recorded:
      "1 validation error detected: Value 'invalid' at 'startingPosition' failed to satisfy constraint: " +
      'Member must satisfy enum value set: [LATEST, AT_TIMESTAMP, TRIM_HORIZON]',
    until: 'enum value set: [',
    provoke: refusing({ EventSourceArn: stream, StartingPosition: text('invalid') }),
  },
  {
    recorded:
      'Unsupported starting position for arn type: ' +
      'arn:<partition>:dynamodb:<region>:111111111111:table/<table-name>/stream/<stream-name>',
    async provoke(world) {
      await refusing({ EventSourceArn: tableStream, StartingPosition: 'AT_TIMESTAMP', StartingPositionTimestamp: new Date(1000) })(world);
      return { '<table-name>': 'orders', '<stream-name>': '2025-02-17T16:33:01.784' };
    },
  },
  {
    recorded: 'Unsupported DestinationConfig parameter for given event source mapping type.',
    provoke: refusing({ EventSourceArn: stream, StartingPosition: 'LATEST', DestinationConfig: { OnSuccess: { Destination: queue } } }),
  },
  {
    recorded: "Required 'sourceAccessConfigurations' parameter is missing.",
    provoke: refusing({ SelfManagedEventSource: { Endpoints: { KAFKA_BOOTSTRAP_SERVERS: ['kafka:1000'] } }, Topics: ['topic'] }),
  },
  { recorded: `An event source mapping with event source ("kafka:1000"), ${exists}`, provoke: refusingSecond(['kafka:1000']) },
  {
    recorded: `An event source mapping with event source ("kafka:1000,kafka:2000"), ${exists}`,
    provoke: refusingSecond(['kafka:1000', 'kafka:2000']),
  },
  {
    recorded: 'The resource you requested does not exist.',
    provoke: ({ client }) => refused(client.send(new GetEventSourceMappingCommand({ UUID: '6f2a1b0e-0c7d-4f58-8a52-2f1f4b7d9c10' }))),
  },
];
