import {
  CreateFunctionUrlConfigCommand,
  DeleteFunctionUrlConfigCommand,
  GetFunctionUrlConfigCommand,
  ListFunctionUrlConfigsCommand,
  UpdateFunctionUrlConfigCommand,
} from '@aws-sdk/client-lambda';

import { type AnswerRow, arn, recordedWith, refused, text } from './answered.ts';

const noFunction = { recorded: 'Function does not exist', type: 'ResourceNotFoundException' } as const;
const noUrl = { recorded: 'The resource you requested does not exist.' } as const;
const pattern = "failed to satisfy constraint: Member must satisfy regular expression pattern: ((?!^\\d+$)^[0-9a-zA-Z-_]+$)";

/** Function URLs. */
export const urlsRows: readonly AnswerRow[] = [
  ...['1', '2', '$LATEST'].map(
    (qualifier): AnswerRow => ({
      recorded: `1 validation error detected: Value '${qualifier}' at 'qualifier' ${pattern}`,
      provoke: async ({ client }) => {
        await client.send(new CreateFunctionUrlConfigCommand({ FunctionName: 'doesnotexist', Qualifier: qualifier, AuthType: 'NONE' }));
      },
    }),
  ),
  {
    recorded: recordedWith("at 'invokeMode'"),
    // Sets of values have no order in AWS's answers.
    until: 'Member must satisfy enum value set: [',
    provoke: async ({ client, create }) => {
      await client.send(new CreateFunctionUrlConfigCommand({ FunctionName: await create(), AuthType: 'NONE', InvokeMode: text('UNKNOWN') }));
    },
  },
  {
    recorded: recordedWith('FunctionUrlConfig exists for this Lambda function'),
    provoke: async ({ client, create }) => {
      const name = await create();
      await client.send(new CreateFunctionUrlConfigCommand({ FunctionName: name, AuthType: 'NONE' }));
      await refused(client.send(new CreateFunctionUrlConfigCommand({ FunctionName: name, AuthType: 'NONE' })));
      return { '<resource:1>': name };
    },
  },
  {
    ...noFunction,
    provoke: async ({ client }) => {
      await client.send(new CreateFunctionUrlConfigCommand({ FunctionName: arn('doesnotexist'), AuthType: 'NONE' }));
    },
  },
  {
    ...noFunction,
    provoke: async ({ client, create }) => {
      await client.send(new UpdateFunctionUrlConfigCommand({ FunctionName: await create(), Qualifier: 'v1', AuthType: 'AWS_IAM' }));
    },
  },
  {
    ...noFunction,
    provoke: async ({ client }) => {
      await client.send(new ListFunctionUrlConfigsCommand({ FunctionName: 'doesnotexist' }));
    },
  },
  {
    ...noUrl,
    provoke: async ({ client }) => {
      await client.send(new GetFunctionUrlConfigCommand({ FunctionName: 'doesnotexist' }));
    },
  },
  {
    ...noUrl,
    provoke: async ({ client, create }) => {
      await client.send(new DeleteFunctionUrlConfigCommand({ FunctionName: await create() }));
    },
  },
  {
    ...noUrl,
    provoke: async ({ client, create }) => {
      await client.send(new UpdateFunctionUrlConfigCommand({ FunctionName: await create(), AuthType: 'AWS_IAM' }));
    },
  },
  {
    recorded: 'The derived qualifier from the function name does not match the specified qualifier.',
    provoke: async ({ client, create }) => {
      const FunctionName = `${await create()}:urlalias-doesnotmatch`;
      await client.send(new CreateFunctionUrlConfigCommand({ FunctionName, Qualifier: 'urlalias', AuthType: 'NONE' }));
    },
  },
];
