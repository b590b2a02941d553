import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DeleteFunctionCommand, PutFunctionCodeSigningConfigCommand, UpdateFunctionCodeCommand } from '@aws-sdk/client-lambda';
import * as vscode from 'vscode';
import { type ReadConfig, readConfigOf } from '../../../src/extension/codeSigning/reading/readConfig.ts';
import { whenUpdated } from '../../../src/extension/commands/codeSigning/whenUpdated.ts';
import { verificationScheme } from '../../../src/extension/contributions.ts';
import type { TestApi } from '../../../src/extension/testApi.ts';
import type { PackageVerification } from '../../../src/lambda/signing/verification.ts';
import type { FunctionSigning, OverviewRow } from '../../../src/protocol/webview/codeSigning.ts';
import { createCommand, goodPackage } from '../../shared/functionPackage.ts';
import { TestClient } from '../../shared/lambdaClient.ts';
import { answering } from './dialogs.ts';
import { nodeAt, rowsOf, testApi, until } from './support.ts';

const functionName = 'Sealed';
const profile = 'host_release';
const enforcing = `AWSTemplateFormatVersion: "2010-09-09"
Transform: AWS::Serverless-2016-10-31
Resources:
  SealedFunction:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: nodejs24.x
      CodeUri: .
      Handler: index.handler
      CodeSigningConfigArn: !Ref Seal
  Seal:
    Type: AWS::Lambda::CodeSigningConfig
    Properties:
      AllowedPublishers:
        SigningProfileVersionArns: ["arn:aws:signer:us-east-1:000000000000:/signing-profiles/release/AbCdEfGh12"]
      CodeSigningPolicies:
        UntrustedArtifactOnDeployment: Enforce
`;

describe('code signing', () => {
  let api: TestApi;
  let client: TestClient;
  let folder: string;
  let zip: string;
  let signed: string;
  let config: string;

  before(async () => {
    api = await testApi();
    client = new TestClient(await api.workbench.region.start());
    await client.send(createCommand(functionName, goodPackage));
    folder = await mkdtemp(path.join(tmpdir(), 'lambda-workbench-signing-'));
    zip = path.join(folder, 'sealed.zip');
    signed = path.join(folder, 'sealed-signed.zip');
    await writeFile(zip, goodPackage);
    await api.run('refresh');
  });
  after(async () => {
    await client.send(new DeleteFunctionCommand({ FunctionName: functionName }));
    client.destroy();
    await rm(folder, { recursive: true, force: true });
  });

  const row = async () => (await rowsOf(api.trees.functions, await nodeAt(api.trees.functions, 'Local', functionName))).find((each) => each.startsWith('Code signing'));
  const signer = () => api.workbench.codeSigning.signerOf(api.workbench.local);
  const read = () => readConfig(api, config);

  it('makes a profile, and a configuration that it attaches to the function', async () => {
    assert.equal(await row(), 'Code signing: none');
    assert.equal(await api.run('createSigningProfile', { connection: 'local', profile }), profile);
    const made = await (await signer()).profile(profile);
    assert.equal(made?.status, 'Active');
    config = String(await api.run('createCodeSigningConfig', { functionName, publishers: [made.versionArn], policy: 'Enforce' }));
    assert.match(config, /:code-signing-config:csc-/);
    assert.equal(await row(), 'Code signing: Enforce · unsigned · would be blocked');
  });

  it('signs a zip, which then passes its checks in a report that one can read', async () => {
    assert.equal(await api.run('signPackage', { connection: 'local', source: zip, profile, output: signed }), signed);
    const { checks } = verification(await api.run('verifySignature', { connection: 'local', file: signed }));
    assert.deepEqual(Object.values(checks).map(({ verdict }) => verdict), ['passed', 'passed', 'passed', 'passed']);
    const { document } = vscode.window.activeTextEditor ?? {};
    assert.equal(document?.uri.scheme, verificationScheme);
    assert.match(document.getText(), /sealed-signed\.zip\n\nThe signature is good/);
    assert.match(document.getText(), /signing-profiles\/host_release\//);
    assert.match(document.getText(), /Lambda Workbench development root.*trusted root/s);
  });

  it('tells what has been changed after it was signed', async () => {
    const tampered = path.join(folder, 'tampered.zip');
    const bytes = await readFile(signed);
    const at = bytes.indexOf('index.mjs');
    bytes.write('jndex.mjs', at);
    bytes.write('jndex.mjs', bytes.lastIndexOf('index.mjs'));
    await writeFile(tampered, bytes);
    const { checks } = verification(await api.run('verifySignature', { connection: 'local', file: tampered }));
    assert.deepEqual(checks.integrity, { verdict: 'failed', reason: 'contentChanged' });
  });

  it('blocks what is unsigned', async () => {
    const lambda = await api.workbench.local.api();
    await assert.rejects(lambda.updateFunctionCode({ functionName, code: { file: zip }, dryRun: true }), /CodeVerificationFailedException|cannot deploy the function/);
  });

  it('shows on the function’s row that a deployment from elsewhere was blocked', async () => {
    const { onDidFailSignature } = api.workbench.region.model;
    const other = 'SealedElsewhere';
    await client.send(createCommand(other, goodPackage));
    await whenUpdated(await api.workbench.local.api(), other, api.workbench.clock, new AbortController().signal);
    const described = async () => {
      const node = await nodeAt(api.trees.functions, 'Local', other);
      await node.children?.();
      return node.row().description ?? '';
    };
    await api.run('refresh');
    assert.doesNotMatch(await described(), /blocked/);
    const failed = Promise.withResolvers<string>();
    const listening = onDidFailSignature((event) => failed.resolve(event.functionName));
    await client.send(new PutFunctionCodeSigningConfigCommand({ FunctionName: other, CodeSigningConfigArn: config }));
    await assert.rejects(client.send(new UpdateFunctionCodeCommand({ FunctionName: other, ZipFile: goodPackage })), { name: 'CodeVerificationFailedException' });
    assert.equal(await failed.promise, other);
    listening.dispose();
    await until(api.trees.functions.onDidChangeTreeData, async () => (await described()).includes('blocked by code signing'));
    await client.send(new DeleteFunctionCommand({ FunctionName: other }));
  });

  it('notes at a template’s function that Lambda would ask for a signature', async () => {
    const [workspace] = vscode.workspace.workspaceFolders ?? [];
    assert.ok(workspace);
    const sealed = vscode.Uri.joinPath(workspace.uri, 'sealed');
    const template = vscode.Uri.joinPath(sealed, 'template.yaml');
    const write = (name: string, text: string) => vscode.workspace.fs.writeFile(vscode.Uri.joinPath(sealed, name), new TextEncoder().encode(text));
    try {
      await write('index.js', 'exports.handler = async () => 1;\n');
      await write('template.yaml', enforcing);
      await vscode.workspace.openTextDocument(template);
      await until(vscode.languages.onDidChangeDiagnostics, () => vscode.languages.getDiagnostics(template).length > 0);
      const found = vscode.languages.getDiagnostics(template).map(({ code, severity }) => [code, severity]);
      assert.deepEqual(found, [['CODE_SIGNING_ENFORCED', vscode.DiagnosticSeverity.Information]]);
    } finally {
      await vscode.workspace.fs.delete(sealed, { recursive: true });
    }
  });

  it('deploys the function’s own package signed, and shows by whom', async () => {
    assert.equal(await api.run('deploySigned', { functionName, source: 'own', profile }), true);
    assert.equal(await row(), 'Code signing: Enforce · host_release');
    const rows = await rowsOf(api.trees.functions, await nodeAt(api.trees.functions, 'Local', functionName, 'Code signing'));
    assert.deepEqual(rows.map((each) => each.split(':')[0]), ['Configuration', 'Policy', 'Allowed publisher', 'Signed by', 'Signing job', 'Expires']);
    assert.match((await nodeAt(api.trees.functions, 'Local', functionName)).row().description ?? '', /signed/);
  });

  it('deploys a folder, and a zip that is signed already as it stands', async () => {
    const code = await mkdtemp(path.join(folder, 'code-'));
    await writeFile(path.join(code, 'index.mjs'), 'export const handler = async () => "from a folder";');
    assert.equal(await api.run('deploySigned', { functionName, source: code, profile }), true);
    assert.equal((await client.call(functionName, {})).payload, 'from a folder');
    const jobs = await (await signer()).jobs({ most: 100 });
    assert.equal(await api.run('deploySigned', { functionName, source: signed }), true);
    assert.equal((await (await signer()).jobs({ most: 100 })).length, jobs.length);
  });

  it('reads what the page shows, and says what a deployment would do', async () => {
    const view = await readPage(api);
    assert.equal(view.config?.arn, config);
    assert.deepEqual(view.publishers.map(({ profileName, status, validity }) => [profileName, status, validity]), [[profile, 'Active', '135 months']]);
    assert.deepEqual(view.parts.map(({ name, deployment, problem }) => [name, deployment, problem]), [[functionName, { allowed: true, failed: [] }, undefined]]);
    assert.ok(view.jobs.length >= 3);
    assert.equal(view.signerProblem, undefined);
    const rows = await readRows(api);
    const ours = rows.find((each) => each.functionName === functionName);
    assert.deepEqual([ours?.policy, ours?.signed, ours?.signer, ours?.verdict], ['Enforce', true, profile, { allowed: true, failed: [] }]);
    assert.ok(ours?.expires);
  });

  it('shows the page of a function and of the connection', async () => {
    await api.run('openCodeSigning', { functionName });
    await api.run('openCodeSigningOverview', { connection: 'local' });
    const labels = () => vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs).map(({ label }) => label);
    await until(vscode.window.tabGroups.onDidChangeTabs, () => labels().includes('Code Signing'));
    assert.equal(labels().filter((label) => label === 'Code Signing').length, 1);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('changes a configuration, and asks before it lets untrusted packages through', async () => {
    const asked = await answering(undefined, () => api.run('switchToWarn', { functionName }));
    assert.match(asked[0] ?? '', /Let untrusted packages through/);
    assert.equal((await read()).policy, 'Enforce');
    await answering('Switch to Warn', () => api.run('switchToWarn', { functionName }));
    assert.equal((await read()).policy, 'Warn');
    await api.run('createSigningProfile', { connection: 'local', profile: 'host_other', validity: { value: 30, unit: 'DAYS' } });
    const other = (await (await signer()).profile('host_other'))?.versionArn ?? '';
    await api.run('editCodeSigningConfig', { functionName, change: { type: 'allow', publisher: other } });
    assert.equal((await read()).allowed.length, 2);
    await api.run('editCodeSigningConfig', { functionName, change: { type: 'remove', publisher: other } });
    const { allowed: [only = ''] } = await read();
    await assert.rejects(api.run('editCodeSigningConfig', { functionName, change: { type: 'remove', publisher: only } }), { code: 'LAST_PUBLISHER' });
    await api.run('editCodeSigningConfig', { functionName, change: { type: 'policy', policy: 'Enforce' } });
    assert.equal((await read()).policy, 'Enforce');
  });

  it('revokes a job once the user is sure; what it signed is blocked then', async () => {
    const before = verification(await api.run('verifySignature', { connection: 'local', file: signed }));
    const job = before.signature?.jobArn ?? '';
    const asked = await answering(undefined, () => api.run('revokeSigningJob', { connection: 'local', job, reason: 'leaked' }));
    assert.match(asked[0] ?? '', /^Revoke the signing job .* in Local\?$/);
    await answering('Revoke', () => api.run('revokeSigningJob', { connection: 'local', job, reason: 'leaked' }));
    const { checks } = verification(await api.run('verifySignature', { connection: 'local', file: signed }));
    assert.deepEqual(checks.revocation, { verdict: 'failed', reason: 'jobRevoked' });
    assert.deepEqual((await readPage(api)).parts[0]?.deployment, { allowed: false, failed: ['revocation'] });
    await assert.rejects(api.run('deploySigned', { functionName, source: signed }), /cannot deploy the function/);
  });

  it('signs anew what the function has, whose signature is worth nothing any more', async () => {
    assert.equal(await api.run('deploySigned', { functionName, source: 'own', profile }), true);
    assert.deepEqual((await readPage(api)).parts[0]?.deployment, { allowed: true, failed: [] });
    await assert.rejects(api.run('signPackage', { connection: 'local', source: signed, profile, output: path.join(folder, 'twice.zip') }), { code: 'PACKAGE_ALREADY_SIGNED' });
  });

  it('cancels a profile, which signs no more', async () => {
    await answering('Cancel Profile', () => api.run('cancelSigningProfile', { connection: 'local', profile: 'host_other' }));
    assert.equal((await (await signer()).profile('host_other'))?.status, 'Canceled');
    const output = path.join(folder, 'never.zip');
    await assert.rejects(api.run('signPackage', { connection: 'local', source: zip, profile: 'host_other', output }));
    await assert.rejects(readFile(output), { code: 'ENOENT' });
  });

  it('does not delete a configuration that another function has, and says which', async () => {
    const other = 'SealedToo';
    await client.send(createCommand(other, goodPackage));
    await api.run('attachCodeSigningConfig', { functionName: other, config });
    await assert.rejects(api.run('deleteCodeSigningConfig', { functionName }), ({ code, message }: { code: string; message: string }) =>
      code === 'CODE_SIGNING_CONFIG_IN_USE' && message.includes(other));
    await client.send(new DeleteFunctionCommand({ FunctionName: other }));
  });

  it('detaches and deletes the configuration', async () => {
    await answering('Detach', () => api.run('detachCodeSigningConfig', { functionName }));
    await assert.rejects(api.run('detachCodeSigningConfig', { functionName }), { code: 'NO_CODE_SIGNING_CONFIG' });
    await api.run('attachCodeSigningConfig', { functionName, config });
    const asked = await answering('Delete', () => api.run('deleteCodeSigningConfig', { functionName }));
    assert.match(asked[0] ?? '', /^Delete the code signing configuration csc-\w+ in Local\?$/);
    assert.match((await row()) ?? '', /^Code signing: host_release$/);
  });
});

async function readConfig(api: TestApi, arn: string): Promise<ReadConfig> {
  return readConfigOf(await (await api.workbench.local.api()).getCodeSigningConfig(arn));
}

function verification(answer: unknown): PackageVerification {
  assert.ok(isVerification(answer));
  return answer;
}

function isVerification(answer: unknown): answer is PackageVerification {
  return typeof answer === 'object' && answer !== null && 'checks' in answer && 'signature' in answer;
}

const reading = () => ({ signal: new AbortController().signal, report: () => {} });

function readPage({ workbench }: TestApi): Promise<FunctionSigning> {
  return workbench.codeSigningDesk.readFunction({ connection: workbench.local, functionName }, reading(), false);
}

async function readRows({ workbench }: TestApi): Promise<readonly OverviewRow[]> {
  const rows: OverviewRow[] = [];
  await workbench.codeSigningDesk.readOverview(workbench.local, reading(), (more) => rows.push(...more));
  return rows;
}
