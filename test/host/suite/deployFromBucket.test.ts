import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DeleteFunctionCommand } from '@aws-sdk/client-lambda';
import { settingIds } from '../../../src/extension/contributions.ts';
import type { TestApi } from '../../../src/extension/testApi.ts';
import { AwsStandIn } from '../../shared/awsStandIn.ts';
import { eventually } from '../../shared/eventually.ts';
import { createCommand, goodPackage } from '../../shared/functionPackage.ts';
import { TestClient } from '../../shared/lambdaClient.ts';
import { writeZip } from '../../shared/signing/zipWriter.ts';
import { answering } from './dialogs.ts';
import { setSetting } from './regionSetting.ts';
import { testApi, until } from './support.ts';

const functionName = 'FromBucket';
const connection = 'aws:shop:us-east-1';
const endpointVariable = 'AWS_ENDPOINT_URL';
const handler = (says: string) => ({ name: 'index.mjs', body: `export const handler = async () => '${says}';`, deflated: true });

describe('deploying signed packages to AWS', () => {
  let api: TestApi;
  let client: TestClient;
  let folder: string;
  let aws: AwsStandIn;

  before(async () => {
    api = await testApi();
    const endpoint = await api.workbench.region.start();
    client = new TestClient(endpoint);
    folder = await mkdtemp(path.join(tmpdir(), 'lambda-workbench-buckets-'));
    aws = await AwsStandIn.start({ endpoint, s3Folder: folder, questions: 1 });
    process.env[endpointVariable] = aws.endpoint;
    const listed = until(api.workbench.connections.onDidChange, async () => (await api.workbench.connections.find(connection)) !== undefined);
    await writeFile(api.workbench.awsFiles.config, '[profile shop]\nregion = us-east-1\naws_access_key_id = AKIDTEST\naws_secret_access_key = hush-hush\n');
    await listed;
    // The region has the setting once it finds an object in the folder.
    await mkdir(path.join(folder, 'seed'));
    await writeFile(path.join(folder, 'seed', 'code.zip'), goodPackage);
    await setSetting(settingIds.localS3Folder, folder);
    await eventually(() => client.send(createCommand(functionName, goodPackage, { Code: { S3Bucket: 'seed', S3Key: 'code.zip' } })).catch(() => undefined));
    await api.run('createSigningProfile', { connection: 'local', profile: 'bucket_release' });
  });

  after(async () => {
    await client.send(new DeleteFunctionCommand({ FunctionName: functionName }));
    client.destroy();
    delete process.env[endpointVariable];
    await setSetting(settingIds.localS3Folder, undefined);
    const gone = until(api.workbench.connections.onDidChange, async () => (await api.workbench.connections.find(connection)) === undefined);
    await rm(api.workbench.awsFiles.config, { force: true });
    await gone;
    await aws[Symbol.asyncDispose]();
    await rm(folder, { recursive: true, force: true });
  });

  const write = async (name: string, ...entries: Parameters<typeof writeZip>[0]): Promise<string> => {
    const file = path.join(folder, name);
    await writeFile(file, writeZip(entries));
    return file;
  };
  const deploy = (source: string) =>
    api.run('deploySigned', { connection, functionName, source, profile: 'bucket_release', storage: { bucket: 'packages', prefix: 'deploy' } });
  const says = async (): Promise<string> => String((await client.call(functionName, {})).payload);

  it('takes what was signed from the bucket, and leaves nothing there', async () => {
    const source = await write('small.zip', handler('from a bucket'));
    const asked = await answering('Deploy', async () => assert.equal(await deploy(source), true));
    assert.match(asked[0] ?? '', /^Deploy the signed package to FromBucket in shop/);
    assert.equal(await says(), 'from a bucket');
    assert.deepEqual(aws.objects, []);
    assert.ok(!aws.calls.some((call) => /^GET \/packages\/.*zip$/.test(call)), 'it was not downloaded');
  });

  it('leaves nothing there either where the user decides otherwise', async () => {
    const source = await write('other.zip', handler('never'));
    await answering(undefined, async () => assert.equal(await deploy(source), false));
    assert.equal(await says(), 'from a bucket');
    assert.deepEqual(aws.objects, []);
  });

  it('sends one of more than 50 MB that is signed already through the bucket', async () => {
    const source = await write('large.zip', handler('large'), { name: 'model.bin', body: Buffer.alloc(54_000_000, 7) });
    const signed = path.join(folder, 'large-signed.zip');
    assert.equal(await api.run('signPackage', { connection: 'local', source, profile: 'bucket_release', output: signed }), signed);
    aws.calls.length = 0;
    await answering('Deploy', async () => assert.equal(await deploy(signed), true));
    assert.equal(await says(), 'large');
    assert.deepEqual(aws.objects, []);
    assert.equal(aws.calls.filter((call) => call.startsWith('PUT /packages/')).length, 1);
    assert.ok(!aws.calls.includes('POST /signing-jobs'), 'it was not signed again');
  });
});
