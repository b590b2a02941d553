import {
  CreateAliasCommand,
  DeleteAliasCommand,
  DeleteProvisionedConcurrencyConfigCommand,
  GetFunctionCommand,
  GetFunctionConcurrencyCommand,
  GetProvisionedConcurrencyConfigCommand,
  ListProvisionedConcurrencyConfigsCommand,
  PutFunctionConcurrencyCommand,
  PutProvisionedConcurrencyConfigCommand,
  UpdateFunctionCodeCommand,
} from '@aws-sdk/client-lambda';

import { zipBytes } from '../../unit/runner/store/archives/zipBytes.ts';
import { type AnswerRow, arn, recordedWith, refused, type World } from './answered.ts';
import type { RecordingClient } from './recordingClient.ts';

const notFound = 'Function not found: arn:<partition>:lambda:<region>:111111111111:function:';
const noAlias = 'Cannot find alias arn: arn:<partition>:lambda:<region>:111111111111:function:';

/** Reserved and provisioned concurrency. */
export const concurrencyRows: readonly AnswerRow[] = [...reserved(), ...targets(), ...conflicts()];

/** What the account's limits refuse, which is answered without a Type. The account has 1,000. */
export const accountLimitRows: readonly AnswerRow[] = [
  {
    recorded: recordedWith('Specified ReservedConcurrentExecutions for function decreases'),
    provoke: async ({ client, create }) => {
      await refused(client.send(new PutFunctionConcurrencyCommand({ FunctionName: await create(), ReservedConcurrentExecutions: 1001 })));
      return { '<min_unreserved_concurrency>': '100' };
    },
  },
  {
    recorded: recordedWith("greater than account's unreserved concurrency"),
    provoke: async ({ client, create }) => {
      await refused(provision(client, await create({ Publish: true }), '1', 1001));
      return { '<unreserved_concurrency>': '1000' };
    },
  },
  {
    recorded: recordedWith('Specified ConcurrentExecutions for function decreases'),
    provoke: async ({ client, create }) => {
      await refused(provision(client, await create({ Publish: true }), '1', 1000));
      return { '<min_unreserved_concurrency>': '100' };
    },
  },
  {
    recorded: recordedWith("should not be lower than function's total provisioned concurrency"),
    provoke: async ({ client, create }) => {
      const FunctionName = await create({ Publish: true });
      await provision(client, FunctionName, '1', 2);
      await refused(client.send(new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions: 1 })));
    },
  },
];

function reserved(): readonly AnswerRow[] {
  return [
    {
      recorded: `${notFound}doesnotexist:$LATEST`,
      provoke: async ({ client }) => {
        await client.send(new PutFunctionConcurrencyCommand({ FunctionName: 'doesnotexist', ReservedConcurrentExecutions: 0 }));
      },
    },
    {
      recorded: `${notFound}<nonexisting-fn-name>`,
      provoke: async ({ client, name }) => {
        await refused(client.send(new GetFunctionConcurrencyCommand({ FunctionName: name })));
        return { '<nonexisting-fn-name>': name };
      },
    },
    {
      recorded: recordedWith('This operation is permitted on Lambda functions only.'),
      provoke: async ({ client, create }) => {
        const { Configuration } = await client.send(new GetFunctionCommand({ FunctionName: await create(), Qualifier: '$LATEST' }));
        await client.send(
          new PutFunctionConcurrencyCommand({ FunctionName: Configuration?.FunctionArn ?? '', ReservedConcurrentExecutions: 0 }),
        );
      },
    },
    {
      recorded: recordedWith('Requested Provisioned Concurrency should not be greater'),
      provoke: async ({ client, create }) => {
        const FunctionName = await twoVersions({ client, create });
        await provision(client, FunctionName, '1', 2);
        await client.send(new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions: 2 }));
        await refused(provision(client, FunctionName, '1', 3));
        await provision(client, FunctionName, '2', 1);
      },
    },
  ];
}

function targets(): readonly AnswerRow[] {
  const read = (FunctionName: string, Qualifier: string) => new GetProvisionedConcurrencyConfigCommand({ FunctionName, Qualifier });
  return [
    {
      recorded: 'No Provisioned Concurrency Config found for this function',
      provoke: async ({ client, create }) => {
        await client.send(read(await create({ Publish: true }), '1'));
      },
    },
    {
      recorded: `${noAlias}doesnotexist:noalias`,
      provoke: async ({ client }) => {
        await client.send(read('doesnotexist', 'noalias'));
      },
    },
    {
      recorded: `${noAlias}<function-name:1>:noalias`,
      provoke: async ({ client, create }) => {
        const FunctionName = await create();
        await refused(client.send(new DeleteProvisionedConcurrencyConfigCommand({ FunctionName, Qualifier: 'noalias' })));
        return { '<function-name:1>': FunctionName };
      },
    },
    {
      recorded: `${noAlias}<function-name:1>:doesnotexist`,
      provoke: async ({ client, create }) => {
        const name = await create();
        await refused(provision(client, name, 'doesnotexist', 1));
        return { '<function-name:1>': name };
      },
    },
    {
      recorded: `${notFound}<function-name:1>:10`,
      provoke: async ({ client, create }) => {
        const name = await create();
        await refused(client.send(read(name, '10')));
        return { '<function-name:1>': name };
      },
    },
    {
      recorded: `${notFound}doesnotexist:1`,
      provoke: async ({ client }) => {
        await provision(client, 'doesnotexist', '1', 1);
      },
    },
    {
      recorded: `${notFound}doesnotexist`,
      provoke: async ({ client }) => {
        await client.send(new ListProvisionedConcurrencyConfigsCommand({ FunctionName: 'doesnotexist' }));
      },
    },
    {
      recorded: 'The function resource provided must be an alias or a published version.',
      provoke: async ({ client, create }) => {
        await client.send(read(await create(), '$LATEST'));
      },
    },
    {
      recorded: 'Provisioned Concurrency Configs cannot be applied to unpublished function versions.',
      provoke: async ({ client, create }) => {
        await provision(client, await create(), '$LATEST', 1);
      },
    },
    {
      recorded: recordedWith("at 'provisionedConcurrentExecutions'"),
      provoke: async ({ client, create }) => {
        await provision(client, await create({ Publish: true }), '1', 0);
      },
    },
  ];
}

function conflicts(): readonly AnswerRow[] {
  return [
    {
      recorded: recordedWith('on an already Provisioned version'),
      provoke: async ({ client, create }) => {
        const FunctionName = await withAlias({ client, create });
        await provision(client, FunctionName, '1', 1);
        await provision(client, FunctionName, 'live', 1);
      },
    },
    {
      recorded: 'Version is pointed by a Provisioned Concurrency alias',
      provoke: async ({ client, create }) => {
        const FunctionName = await withAlias({ client, create });
        await provision(client, FunctionName, 'live', 1);
        await provision(client, FunctionName, '1', 1);
      },
    },
    {
      recorded: `${noAlias}<function-name:1>:<alias-name>`,
      provoke: async ({ client, create }) => {
        const FunctionName = await withAlias({ client, create });
        await provision(client, FunctionName, 'live', 1);
        await client.send(new DeleteAliasCommand({ FunctionName, Name: 'live' }));
        await refused(client.send(new GetProvisionedConcurrencyConfigCommand({ FunctionName: arn(FunctionName), Qualifier: 'live' })));
        return { '<function-name:1>': FunctionName, '<alias-name>': 'live' };
      },
    },
  ];
}

function provision(client: RecordingClient, FunctionName: string, Qualifier: string, ProvisionedConcurrentExecutions: number) {
  return client.send(new PutProvisionedConcurrencyConfigCommand({ FunctionName, Qualifier, ProvisionedConcurrentExecutions }));
}

/** With version 1 and its alias `live`. */
async function withAlias({ client, create }: Pick<World, 'client' | 'create'>): Promise<string> {
  const FunctionName = await create({ Publish: true });
  await client.send(new CreateAliasCommand({ FunctionName, Name: 'live', FunctionVersion: '1' }));
  return FunctionName;
}

async function twoVersions({ client, create }: Pick<World, 'client' | 'create'>): Promise<string> {
  const FunctionName = await create({ Publish: true });
  const ZipFile = zipBytes([{ name: 'index.js', content: 'exports.handler = async () => 2;' }]);
  await client.send(new UpdateFunctionCodeCommand({ FunctionName, ZipFile, Publish: true }));
  return FunctionName;
}
