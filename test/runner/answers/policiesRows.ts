import {
  AddPermissionCommand,
  type AddPermissionCommandInput,
  GetPolicyCommand,
  type GetPolicyCommandInput,
  PublishVersionCommand,
  RemovePermissionCommand,
  type RemovePermissionCommandInput,
} from '@aws-sdk/client-lambda';

import { type AnswerRow, recordedWith, refused, type World } from './answered.ts';

const missing = 'The resource you requested does not exist.';
const notFound = 'Function not found: arn:<partition>:lambda:<region>:111111111111:function:';
const noAlias = 'Cannot find alias arn: arn:<partition>:lambda:<region>:111111111111:function:<function-name>:alias-doesnotexist';
const revision = 'The Revision Id provided does not match the latest Revision Id. Call the ';

/** Permissions of functions, versions and aliases. */
export const policiesRows: readonly AnswerRow[] = [
  adding(recordedWith("'example.com' at 'statementId'"), { StatementId: 'example.com' }),
  adding('The derived qualifier from the function name does not match the specified qualifier.', (name) => ({
    FunctionName: `${name}:alias-not-42`,
    Qualifier: '42',
  })),
  adding('We currently do not support adding policies for $LATEST.', (name) => ({
    FunctionName: `${name}:$LATEST`,
    Qualifier: '$LATEST',
  })),
  adding('We currently do not support adding policies for $LATEST.', { Qualifier: '$LATEST' }),
  adding('The provided principal was invalid. Please check the principal and try again.', {
    Principal: 'invalid.nonaws.com',
    SourceAccount: '000000000000',
  }),
  adding(`${notFound}doesnotexist`, { FunctionName: 'doesnotexist' }),
  adding(noAlias, (name) => ({ FunctionName: `${name}:alias-doesnotexist` })),
  adding(`${notFound}<function-name>:42`, { Qualifier: '42' }),
  adding(`${notFound}<function-name>:42`, (name) => ({ FunctionName: `${name}:42` })),
  adding(recordedWith("Value 'invalid-qualifier-with-?-char' at 'qualifier'"), { Qualifier: 'invalid-qualifier-with-?-char' }),
  adding(`${notFound}<function-name>:valid-with-$-but-doesnotexist`, { Qualifier: 'valid-with-$-but-doesnotexist' }),
  adding("Functions from 'ap-southeast-1' are not reachable in this region ('<region>')", {
    FunctionName: 'arn:aws:lambda:ap-southeast-1:000000000000:function:elsewhere',
  }),
  adding(`${revision}GetPolicy API to retrieve the latest Revision Id`, { RevisionId: 'wrong' }),
  {
    recorded:
      'The statement id (s3) provided already exists. Please provide a new statement id, or remove the existing statement.',
    async provoke(world) {
      await world.create();
      await add(world);
      await add(world);
    },
  },
  getting(`${notFound}doesnotexist`, { FunctionName: 'doesnotexist' }),
  getting(missing, {}),
  getting(missing, { Qualifier: '77' }),
  {
    recorded: missing,
    async provoke(world) {
      await world.create();
      await add(world);
      await world.client.send(new PublishVersionCommand({ FunctionName: world.name }));
      await world.client.send(new GetPolicyCommand({ FunctionName: world.name, Qualifier: '1' }));
    },
  },
  {
    recorded: missing,
    async provoke(world) {
      await world.create();
      await add(world);
      await remove(world);
      await world.client.send(new GetPolicyCommand({ FunctionName: world.name }));
    },
  },
  removing('No policy is associated with the given resource.', {}, false),
  removing('No policy found for: arn:<partition>:lambda:<region>:111111111111:function:doesnotexist', { FunctionName: 'doesnotexist' }),
  removing(noAlias, { Qualifier: 'alias-doesnotexist' }),
  removing('Statement non-existent is not found in resource policy.', { StatementId: 'non-existent' }),
  removing(`${revision}GetFunction/GetAlias API to retrieve the latest Revision Id`, { RevisionId: 'wrong' }),
];

type Given = Partial<AddPermissionCommandInput>;

/** A permission for a function that is there; what is given may depend on its name. */
function adding(recorded: string, given: Given | ((name: string) => Given)): AnswerRow {
  return {
    recorded,
    async provoke(world) {
      const name = await world.create();
      await refused(add(world, typeof given === 'function' ? given(name) : given));
      return { '<function-name>': name };
    },
  };
}

function getting(recorded: string, given: Partial<GetPolicyCommandInput>): AnswerRow {
  return {
    recorded,
    async provoke(world) {
      const FunctionName = await world.create();
      await world.client.send(new GetPolicyCommand({ FunctionName, ...given }));
    },
  };
}

function removing(recorded: string, given: Partial<RemovePermissionCommandInput>, added = true): AnswerRow {
  return {
    recorded,
    async provoke(world) {
      const name = await world.create();
      if (added) await add(world);
      await refused(remove(world, given));
      return { '<function-name>': name };
    },
  };
}

async function add({ client, name }: World, more: Given = {}): Promise<void> {
  await client.send(
    new AddPermissionCommand({
      FunctionName: name,
      StatementId: 's3',
      Action: 'lambda:InvokeFunction',
      Principal: 's3.amazonaws.com',
      SourceArn: 'arn:aws:s3:::test-bucket',
      ...more,
    }),
  );
}

async function remove({ client, name }: World, more: Partial<RemovePermissionCommandInput> = {}): Promise<void> {
  await client.send(new RemovePermissionCommand({ FunctionName: name, StatementId: 's3', ...more }));
}
