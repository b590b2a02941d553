import {
  CreateAliasCommand,
  DeleteFunctionEventInvokeConfigCommand,
  GetFunctionEventInvokeConfigCommand,
  ListFunctionEventInvokeConfigsCommand,
  PutFunctionEventInvokeConfigCommand,
  UpdateFunctionEventInvokeConfigCommand,
} from '@aws-sdk/client-lambda';

import { type AnswerRow, arn, recordedWith, refused, type World } from './answered.ts';

const noFunction = { recorded: "The function doesn't exist." } as const;
const noConfig = (of: string) => ({
  recorded: `The function arn:<partition>:lambda:<region>:111111111111:function:${of} doesn't have an EventInvokeConfig`,
});

/** How asynchronous invocations are configured. */
export const eventInvokeConfigsRows: readonly AnswerRow[] = [...targets(), ...missing(), ...destinations()];

function targets(): readonly AnswerRow[] {
  return [
    {
      ...noFunction,
      provoke: async ({ client }) => {
        await client.send(new PutFunctionEventInvokeConfigCommand({ FunctionName: arn('doesnotexist'), MaximumRetryAttempts: 1 }));
      },
    },
    {
      ...noFunction,
      provoke: async ({ client, create }) => {
        await client.send(
          new PutFunctionEventInvokeConfigCommand({ FunctionName: await create(), Qualifier: 'doesnotexist', MaximumRetryAttempts: 1 }),
        );
      },
    },
    {
      ...noFunction,
      provoke: async ({ client }) => {
        await client.send(new UpdateFunctionEventInvokeConfigCommand({ FunctionName: 'doesnotexist', MaximumRetryAttempts: 0 }));
      },
    },
    {
      ...noFunction,
      provoke: async ({ client }) => {
        await client.send(new ListFunctionEventInvokeConfigsCommand({ FunctionName: 'doesnotexist' }));
      },
    },
    {
      recorded: 'You must specify at least one of error handling or destination setting.',
      provoke: async ({ client }) => {
        await client.send(new PutFunctionEventInvokeConfigCommand({ FunctionName: 'doesnotexist' }));
      },
    },
    {
      recorded: 'The derived qualifier from the function name does not match the specified qualifier.',
      provoke: async ({ client, create }) => {
        const FunctionName = `${await create()}:1`;
        await client.send(new PutFunctionEventInvokeConfigCommand({ FunctionName, Qualifier: '$LATEST', MaximumRetryAttempts: 1 }));
      },
    },
  ];
}

function missing(): readonly AnswerRow[] {
  return [
    {
      ...noConfig('doesnotexist:$LATEST'),
      provoke: async ({ client }) => {
        await client.send(new DeleteFunctionEventInvokeConfigCommand({ FunctionName: 'doesnotexist' }));
      },
    },
    {
      ...noConfig('<nonexisting-fn-name>:$LATEST'),
      provoke: async ({ client, name }) => {
        await refused(client.send(new GetFunctionEventInvokeConfigCommand({ FunctionName: name })));
        return { '<nonexisting-fn-name>': name };
      },
    },
    {
      ...noConfig('<fn-name>:1221'),
      provoke: async ({ client, create }) => {
        const name = await create();
        await refused(client.send(new GetFunctionEventInvokeConfigCommand({ FunctionName: name, Qualifier: '1221' })));
        return { '<fn-name>': name };
      },
    },
    {
      ...noConfig('<function-name:1>:doesnotexist'),
      provoke: async ({ client, create }) => {
        const name = await create();
        await refused(client.send(new GetFunctionEventInvokeConfigCommand({ FunctionName: name, Qualifier: 'doesnotexist' })));
        return { '<function-name:1>': name };
      },
    },
    {
      ...noConfig('<function-name:1>:1'),
      provoke: async ({ client, create }) => {
        const name = await create({ Publish: true });
        await refused(client.send(new GetFunctionEventInvokeConfigCommand({ FunctionName: name, Qualifier: '1' })));
        return { '<function-name:1>': name };
      },
    },
    {
      ...noConfig('<function-name:1>:eventinvokealias'),
      provoke: async ({ client, create }) => {
        const name = await create({ Publish: true });
        await client.send(new CreateAliasCommand({ FunctionName: name, Name: 'eventinvokealias', FunctionVersion: '1' }));
        const FunctionName = arn(name, 'eventinvokealias');
        await refused(client.send(new UpdateFunctionEventInvokeConfigCommand({ FunctionName, MaximumRetryAttempts: 0 })));
        return { '<function-name:1>': name };
      },
    },
    {
      ...noConfig('<function-name:1>:$LATEST'),
      provoke: async ({ client, create }) => {
        const name = await create();
        await client.send(new PutFunctionEventInvokeConfigCommand({ FunctionName: name, MaximumRetryAttempts: 1 }));
        await client.send(new DeleteFunctionEventInvokeConfigCommand({ FunctionName: name }));
        await refused(client.send(new DeleteFunctionEventInvokeConfigCommand({ FunctionName: name })));
        return { '<function-name:1>': name };
      },
    },
  ];
}

function destinations(): readonly AnswerRow[] {
  return [
    {
      recorded: recordedWith('The destination ARN'),
      provoke: ({ client, create }) => putSuccess({ client, create }, () => arn('doesnotexist')),
    },
    {
      recorded: "You can't specify the function as a destination for itself.",
      provoke: ({ client, create }) => putSuccess({ client, create }, arn),
    },
    {
      recorded: recordedWith('The provided destination config'),
      provoke: ({ client, create }) => putSuccess({ client, create }, (name) => arn(name).replace(':lambda:', ':iam:')),
    },
    {
      recorded: recordedWith("at 'destinationConfig.onFailure.destination'"),
      provoke: async ({ client, create }) => {
        const name = await create();
        const Destination = arn(name).replace(':lambda:', ':_-/!lambda:');
        await refused(
          client.send(new PutFunctionEventInvokeConfigCommand({ FunctionName: name, DestinationConfig: { OnFailure: { Destination } } })),
        );
        return { '<function-name:1>': name };
      },
    },
  ];
}

async function putSuccess(
  { client, create }: Pick<World, 'client' | 'create'>,
  destination: (name: string) => string,
): Promise<Readonly<Record<string, string>>> {
  const name = await create();
  const DestinationConfig = { OnSuccess: { Destination: destination(name) } };
  await refused(client.send(new PutFunctionEventInvokeConfigCommand({ FunctionName: name, DestinationConfig })));
  return { '<function-name:1>': name };
}
