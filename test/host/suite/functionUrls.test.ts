import assert from 'node:assert/strict';
import { AddPermissionCommand, CreateAliasCommand, DeleteFunctionCommand, GetPolicyCommand, type FunctionUrlConfig } from '@aws-sdk/client-lambda';
import * as vscode from 'vscode';
import { commandIds } from '../../../src/extension/contributions.ts';
import type { TestApi } from '../../../src/extension/testApi.ts';
import { toTreeItem } from '../../../src/extension/trees/nodeTree.ts';
import { FunctionUrlNode } from '../../../src/extension/trees/functions/functionUrlNode.ts';
import { createCommand, goodPackage } from '../../shared/functionPackage.ts';
import { TestClient } from '../../shared/lambdaClient.ts';
import { answering } from './dialogs.ts';
import { connectionOf } from './standInConnection.ts';
import { nodeAt, rowsOf, testApi } from './support.ts';

const functionName = 'Linked';

describe('function URLs', () => {
  let api: TestApi;
  let client: TestClient;

  before(async () => {
    api = await testApi();
    client = new TestClient(await api.workbench.region.start());
    await client.send(createCommand(functionName, goodPackage));
    await client.send(new CreateAliasCommand({ FunctionName: functionName, Name: 'live', FunctionVersion: '$LATEST' }));
    await api.run('refresh');
  });
  after(async () => {
    await client.send(new DeleteFunctionCommand({ FunctionName: functionName }));
    client.destroy();
  });

  const rows = async (...path: readonly string[]) => rowsOf(api.trees.functions, await nodeAt(api.trees.functions, 'Local', functionName, ...path));
  const urlRow = async () => (await rows()).find((row) => row.startsWith('URL'));

  it('are made for everybody with the permissions that takes, answer, and are shown', async () => {
    assert.equal(await urlRow(), undefined);
    const url = await api.run('createFunctionUrl', { functionName, authType: 'NONE', invokeMode: 'RESPONSE_STREAM' });
    assert.match(String(url), /^http:\/\/127\.0\.0\.1:\d+\/$/);
    assert.equal(await urlRow(), 'URL: NONE · RESPONSE_STREAM');
    assert.equal((await fetch(String(url))).status, 200);
    const { Policy: policy = '' } = await client.send(new GetPolicyCommand({ FunctionName: functionName }));
    assert.match(policy, /FunctionURLAllowPublicAccess.*FunctionURLInvokeAllowPublicAccess/);

    const { functions } = api.trees;
    const node = await nodeAt(functions, 'Local', functionName, 'URL');
    const { tooltip, accessibilityInformation } = await functions.resolveTreeItem(toTreeItem(node), node);
    assert.equal(tooltip, `${String(url)}\nAuthType: NONE\nInvokeMode: RESPONSE_STREAM`);
    assert.match(accessibilityInformation?.label ?? '', /^URL, NONE · RESPONSE_STREAM, http/);
    await vscode.commands.executeCommand(commandIds.copyFunctionUrl, node);
    assert.equal(await vscode.env.clipboard.readText(), url);
  });

  it('are deleted when the user is sure, and say where', async () => {
    const asked = await answering(undefined, () => api.run('deleteFunctionUrl', { functionName }));
    assert.match(asked[0] ?? '', /^Delete the function URL of Linked \(Local\) in us-east-1\?$/);
    assert.notEqual(await urlRow(), undefined);
    await answering('Delete', () => api.run('deleteFunctionUrl', { functionName }));
    assert.equal(await urlRow(), undefined);
    await assert.rejects(api.run('copyFunctionUrl', { functionName }), { code: 'NO_FUNCTION_URL', message: 'Linked (Local) has no function URL.' });
  });

  it('of a function that had one before take the permissions that are there', async () => {
    await api.run('createFunctionUrl', { functionName, authType: 'NONE' });
    await answering('Delete', () => api.run('deleteFunctionUrl', { functionName }));
  });

  it('of an alias stand below it', async () => {
    const permission = { FunctionName: functionName, Qualifier: 'live', StatementId: 'other', Principal: '*', Action: 'lambda:InvokeFunction' };
    await client.send(new AddPermissionCommand(permission));
    await api.run('createFunctionUrl', { functionName, qualifier: 'live', authType: 'AWS_IAM' });
    assert.equal(await urlRow(), undefined);
    assert.deepEqual(await rows('Aliases', 'live'), ['URL: AWS_IAM']);
    await answering('Delete', () => api.run('deleteFunctionUrl', { functionName, qualifier: 'live' }));
    assert.deepEqual(await rows('Aliases', 'live'), []);
  });

  it('are told with their CORS settings', () => {
    const config = {
      FunctionUrl: 'https://x.lambda-url.eu-west-1.on.aws/',
      AuthType: 'AWS_IAM',
      InvokeMode: 'BUFFERED',
      Cors: { AllowOrigins: ['https://a', 'https://b'], AllowCredentials: true, MaxAge: 60 },
    } satisfies Partial<FunctionUrlConfig>;
    const node = new FunctionUrlNode({ id: 'f', parent: undefined, row: () => ({ label: 'f' }) }, { connection: connectionOf({}), functionName: 'f' }, {
      ...config,
      FunctionArn: 'arn:aws:lambda:eu-west-1:000000000000:function:f',
      CreationTime: '',
      LastModifiedTime: '',
    });
    assert.equal(node.tooltip(), `${config.FunctionUrl}\nAuthType: AWS_IAM\nInvokeMode: BUFFERED\nCors AllowOrigins: https://a, https://b\nCors AllowCredentials: true\nCors MaxAge: 60`);
    assert.equal(node.row().description, 'AWS_IAM');
  });

  it('in AWS are opened to everybody only when the user is sure', async () => {
    const created: string[] = [];
    const connection = connectionOf({
      createFunctionUrl: async () => {
        created.push('url');
        return 'https://x/';
      },
      permitPublicUrl: async () => void created.push('permissions'),
    });
    const argument = { target: { connection, functionName: 'f' }, authType: 'NONE' };
    const asked = await answering(undefined, () => api.run('createFunctionUrl', argument));
    assert.match(asked[0] ?? '', /everybody on the internet invoke f \(dev\) in eu-west-1/);
    assert.deepEqual(created, []);
    await answering('Create Public URL', () => api.run('createFunctionUrl', argument));
    assert.deepEqual(created, ['url', 'permissions']);
  });
});
