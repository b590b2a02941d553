import {
  DeleteFunctionCommand,
  GetFunctionCommand,
  ListFunctionsCommand,
  PublishVersionCommand,
  UpdateFunctionCodeCommand,
} from '@aws-sdk/client-lambda';

import { type AnswerRow, recordedWith, refused, text, type World, zip } from './answered.ts';

/** The CodeSha256 of a new function, after a call that names another. */
async function publishOther(world: World, CodeSha256: string): Promise<Readonly<Record<string, string>>> {
  const FunctionName = await world.create();
  const { Configuration } = await world.client.send(new GetFunctionCommand({ FunctionName }));
  await refused(world.client.send(new PublishVersionCommand({ FunctionName, CodeSha256 })));
  return { '<code-sha256:1>': Configuration?.CodeSha256 ?? '' };
}

const hashes = ['somenonexistentsha256', 'a'.repeat(64)];

/** Versions: publishing, listing, deleting. */
export const versionsRows: readonly AnswerRow[] = [
  ...hashes.map((hash): AnswerRow => ({
    recorded: recordedWith(`CodeSHA256 (${hash})`),
    provoke: (world) => publishOther(world, hash),
  })),
  {
    recorded: recordedWith('Call the GetFunction/GetAlias API'),
    async provoke(world) {
      await world.client.send(new PublishVersionCommand({ FunctionName: await world.create(), RevisionId: 'wrong' }));
    },
  },
  {
    recorded: '$LATEST version cannot be deleted without deleting the function.',
    async provoke(world) {
      await world.client.send(new DeleteFunctionCommand({ FunctionName: await world.create(), Qualifier: '$LATEST' }));
    },
  },
  {
    recorded: 'Function not found: arn:<partition>:lambda:<region>:111111111111:function:<function-name>:42',
    async provoke(world) {
      const FunctionName = await world.create({ Publish: true });
      await refused(world.client.send(new GetFunctionCommand({ FunctionName, Qualifier: '42' })));
      return { '<function-name>': FunctionName };
    },
  },
  {
    recorded: recordedWith('This operation is permitted on Lambda functions only.'),
    async provoke(world) {
      const FunctionName = await world.create({ Publish: true });
      await world.client.send(new UpdateFunctionCodeCommand({ FunctionName: `${FunctionName}:1`, ZipFile: zip }));
    },
  },
  {
    recorded: recordedWith("Value 'invalid' at 'functionVersion'"),
    async provoke(world) {
      await world.client.send(new ListFunctionsCommand({ FunctionVersion: text('invalid') }));
    },
  },
];
