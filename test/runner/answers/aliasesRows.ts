import {
  CreateAliasCommand,
  type CreateAliasCommandInput,
  GetAliasCommand,
  GetFunctionCommand,
  UpdateAliasCommand,
} from '@aws-sdk/client-lambda';

import { type AnswerRow, recordedWith, refused, type World } from './answered.ts';

/** Asks for an alias of a function that has version 1. */
function createAlias({ client, name }: World, more: Partial<CreateAliasCommandInput> = {}): Promise<unknown> {
  return client.send(new CreateAliasCommand({ FunctionName: name, Name: 'custom', FunctionVersion: '1', ...more }));
}

const creating = (recorded: string, more: (name: string) => Partial<CreateAliasCommandInput>): AnswerRow => ({
  recorded,
  async provoke(world) {
    await world.create({ Publish: true });
    await refused(createAlias(world, more(world.name)));
    return { '<function-name:1>': world.name };
  },
});

const weights = (AdditionalVersionWeights: Record<string, number>) => () => ({ RoutingConfig: { AdditionalVersionWeights } });

const functionArn = 'arn:<partition>:lambda:<region>:111111111111:function:';
/** Names of aliases that are not there. */
const missing: readonly (readonly [recorded: string, alias: string])[] = [
  ['<function-name:1>:<alias-name>', 'some-alias'],
  ['<function-name:1>:doesnotexist', 'doesnotexist'],
  ['<function-name:1>:noalias', 'noalias'],
  ['<function-name:1>:non-existent', 'non-existent'],
  ['<function-name>:alias-doesnotexist', 'alias-doesnotexist'],
];

/** Aliases: versions and weights, names, revisions. */
export const aliasesRows: readonly AnswerRow[] = [
  creating('Number of items in AdditionalVersionWeights cannot be greater than 1', weights({ 1: 0.8, 2: 0.2 })),
  creating('Invalid function version 1. Function version 1 is already included in routing configuration.', weights({ 1: 0.5 })),
  creating(recordedWith("Value '{2=2.0}'"), weights({ 2: 2 })),
  creating(recordedWith("Value '{2=-1.0}'"), weights({ 2: -1 })),
  creating(recordedWith("Value '{$LATEST=0.5}'"), weights({ $LATEST: 0.5 })),
  creating(`Function not found: ${functionArn}<function-name:1>:10`, () => ({ FunctionVersion: '10' })),
  creating(`Function not found: ${functionArn}<function-name:1>:10`, weights({ 10: 0.5 })),
  creating(`Function not found: ${functionArn}<function-name:1>-unknown:1`, (name) => ({ FunctionName: `${name}-unknown` })),
  creating(recordedWith("Value '2024' at 'name'"), () => ({ Name: '2024' })),
  {
    recorded: `Alias already exists: ${functionArn}<function-name:1>:custom`,
    async provoke(world) {
      await world.create({ Publish: true });
      await createAlias(world);
      await refused(createAlias(world));
      return { '<function-name:1>': world.name };
    },
  },
  {
    recorded: `Alias not found: ${functionArn}<function-name:1>:non-existent`,
    async provoke(world) {
      const FunctionName = await world.create();
      await refused(world.client.send(new UpdateAliasCommand({ FunctionName, Name: 'non-existent' })));
      return { '<function-name:1>': FunctionName };
    },
  },
  ...missing.map(([recorded, Name]): AnswerRow => ({
    recorded: `Cannot find alias arn: ${functionArn}${recorded}`,
    async provoke(world) {
      const FunctionName = await world.create();
      await refused(world.client.send(new GetAliasCommand({ FunctionName, Name })));
      return { '<function-name:1>': FunctionName, '<function-name>': FunctionName, '<alias-name>': Name };
    },
  })),
  {
    recorded: `Cannot find alias arn: ${functionArn}doesnotexist:noalias`,
    async provoke(world) {
      await world.client.send(new GetAliasCommand({ FunctionName: 'doesnotexist', Name: 'noalias' }));
    },
  },
  ...['aliasdoesnotexist', 'non-existent-alias'].map((Qualifier): AnswerRow => ({
    recorded: `Function not found: ${functionArn}<function-name:1>:${Qualifier}`,
    async provoke(world) {
      const FunctionName = await world.create();
      await refused(world.client.send(new GetFunctionCommand({ FunctionName, Qualifier })));
      return { '<function-name:1>': FunctionName };
    },
  })),
  {
    recorded: recordedWith('Call the GetFunction/GetAlias API'),
    async provoke(world) {
      await world.create({ Publish: true });
      await createAlias(world);
      await world.client.send(new UpdateAliasCommand({ FunctionName: world.name, Name: 'custom', RevisionId: 'wrong' }));
    },
  },
];
