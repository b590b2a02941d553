import {
  CreateCodeSigningConfigCommand,
  CreateFunctionCommand,
  DeleteCodeSigningConfigCommand,
  DeleteFunctionCodeSigningConfigCommand,
  GetCodeSigningConfigCommand,
  GetFunctionCodeSigningConfigCommand,
  ListFunctionsByCodeSigningConfigCommand,
  PutFunctionCodeSigningConfigCommand,
  UpdateCodeSigningConfigCommand,
} from '@aws-sdk/client-lambda';
import { expect } from 'vitest';

import { account, type AnswerRow, role, type World, zip } from './answered.ts';

const missing = `arn:aws:lambda:us-east-1:${account}:code-signing-config:csc-aaaaaaaaaaaaaaaaa`;
const noFunction = 'csc-test-doesnotexist';
const values = { '<csc_arn_invalid>': missing };

/** Gives the ARN of a configuration that is there. */
async function makeConfig({ client }: World): Promise<string> {
  const { CodeSigningConfig: config } = await client.send(
    new CreateCodeSigningConfigCommand({
      AllowedPublishers: { SigningProfileVersionArns: [`arn:aws:signer:us-east-1:${account}:/signing-profiles/test`] },
    }),
  );
  return config?.CodeSigningConfigArn ?? '';
}

const functionNotFound = `Function not found: arn:<partition>:lambda:<region>:111111111111:function:${noFunction}`;
const notThere = 'The code signing configuration cannot be found. Check that the provided configuration is not deleted: <csc_arn_invalid>.';

function refused(recorded: string, call: (world: World) => Promise<unknown>): AnswerRow {
  return {
    recorded,
    provoke: async (world) => {
      await expect(call(world)).rejects.toThrow();
      return values;
    },
  };
}

export const codeSigningRows: readonly AnswerRow[] = [
  refused(notThere, async (world) =>
    world.client.send(new PutFunctionCodeSigningConfigCommand({ FunctionName: await world.create(), CodeSigningConfigArn: missing })),
  ),
  refused(notThere, ({ client }) =>
    client.send(new PutFunctionCodeSigningConfigCommand({ FunctionName: noFunction, CodeSigningConfigArn: missing })),
  ),
  refused(notThere, ({ client, name }) =>
    client.send(
      new CreateFunctionCommand({
        FunctionName: name,
        Runtime: 'nodejs24.x',
        Handler: 'index.handler',
        Role: role,
        Code: { ZipFile: zip },
        CodeSigningConfigArn: missing,
      }),
    ),
  ),
  refused(functionNotFound, async (world) =>
    world.client.send(new PutFunctionCodeSigningConfigCommand({ FunctionName: noFunction, CodeSigningConfigArn: await makeConfig(world) })),
  ),
  refused(functionNotFound, ({ client }) => client.send(new GetFunctionCodeSigningConfigCommand({ FunctionName: noFunction }))),
  refused(functionNotFound, ({ client }) => client.send(new DeleteFunctionCodeSigningConfigCommand({ FunctionName: noFunction }))),
];

const notFound = 'The Lambda code signing configuration <csc_arn_invalid> can not be found.';

/** What is answered without saying whose fault it was. */
export const codeSigningConfigRows: readonly AnswerRow[] = [
  refused(notFound, ({ client }) => client.send(new GetCodeSigningConfigCommand({ CodeSigningConfigArn: missing }))),
  refused(notFound, ({ client }) => client.send(new UpdateCodeSigningConfigCommand({ CodeSigningConfigArn: missing }))),
  refused(notFound, ({ client }) =>
    client.send(new UpdateCodeSigningConfigCommand({ CodeSigningConfigArn: missing, Description: 'other' })),
  ),
  refused(notFound, ({ client }) => client.send(new DeleteCodeSigningConfigCommand({ CodeSigningConfigArn: missing }))),
  refused(notFound, ({ client }) => client.send(new ListFunctionsByCodeSigningConfigCommand({ CodeSigningConfigArn: missing }))),
];
