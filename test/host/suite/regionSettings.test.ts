import assert from 'node:assert/strict';
import {
  DeleteFunctionCommand,
  GetFunctionConfigurationCommand,
  InvokeCommand,
  PutFunctionEventInvokeConfigCommand,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import * as vscode from 'vscode';
import { settingIds } from '../../../src/extension/contributions.ts';
import type { LocalRegion } from '../../../src/extension/localRegion/localRegion.ts';
import { AwsDouble } from '../../shared/awsDouble.ts';
import { eventually } from '../../shared/eventually.ts';
import { createCommand, goodPackage } from '../../shared/functionPackage.ts';
import { TestClient } from '../../shared/lambdaClient.ts';
import { setSetting } from './regionSetting.ts';
import { testApi } from './support.ts';

const FunctionName = 'Settled';
/** Well below the 300 ms that an update takes where waiting times last as long as they can. */
const atOnceMs = 100;

describe('a setting of the Local runner that is changed', () => {
  let client: TestClient;
  let region: LocalRegion;

  before(async () => {
    ({ region } = (await testApi()).workbench);
    client = new TestClient(await region.start());
    await client.send(createCommand(FunctionName, goodPackage));
  });

  after(async () => {
    await client.send(new DeleteFunctionCommand({ FunctionName }));
    client.destroy();
    for (const id of [settingIds.localTimeScale, settingIds.localRateScale, settingIds.localS3Folder, settingIds.localAwsEndpoint]) await setSetting(id, undefined);
  });

  /** The status of an update right after it; undefined where that was not found out soon enough, or one was under way. */
  async function statusAfterUpdate(): Promise<string | undefined> {
    const begun = performance.now();
    const updated = await client.send(new UpdateFunctionConfigurationCommand({ FunctionName })).catch(() => undefined);
    const { LastUpdateStatus: status } = await client.send(new GetFunctionConfigurationCommand({ FunctionName }));
    return updated === undefined || performance.now() - begun > atOnceMs ? undefined : status;
  }

  it('reaches it: timeScale', async () => {
    const statusBecomes = (wanted: string) => eventually(async () => ((await statusAfterUpdate()) === wanted ? true : undefined));
    await statusBecomes('InProgress');
    await setSetting(settingIds.localTimeScale, 0);
    await statusBecomes('Successful');
    await setSetting(settingIds.localTimeScale, undefined);
    await statusBecomes('InProgress');
  });

  it('reaches it: rateScale', async () => {
    let rateScale: number | undefined;
    const watching = region.watch((line) => {
      if (line.type === 'snapshot') rateScale = line.state.rateScale;
      else if (line.type === 'functionsChanged') rateScale = line.rateScale;
    });
    const becomes = (wanted: number) => eventually(() => (rateScale === wanted ? true : undefined));
    await becomes(1);
    await setSetting(settingIds.localRateScale, 0.01);
    await becomes(0.01);
    await setSetting(settingIds.localRateScale, undefined);
    await becomes(1);
    watching.dispose();
  });

  it('reaches it: s3Folder, from the workspace on', async () => {
    const [folder] = vscode.workspace.workspaceFolders ?? [];
    assert.ok(folder);
    const buckets = vscode.Uri.joinPath(folder.uri, 'buckets');
    await vscode.workspace.fs.writeFile(vscode.Uri.joinPath(buckets, 'code', 'settled.zip'), goodPackage);
    const fromS3 = createCommand('FromS3', goodPackage, { Code: { S3Bucket: 'code', S3Key: 'settled.zip' } });
    await assert.rejects(client.send(fromS3), /S3/);
    await setSetting(settingIds.localS3Folder, 'buckets');
    const created = await eventually(() => client.send(fromS3).catch(() => undefined));
    assert.equal(created.FunctionName, 'FromS3');
    await client.send(new DeleteFunctionCommand({ FunctionName: 'FromS3' }));
    await vscode.workspace.fs.delete(buckets, { recursive: true });
  });

  it('reaches it: awsEndpoint', async () => {
    await using aws = await new AwsDouble().start();
    const OnSuccess = { Destination: 'arn:aws:sqs:us-east-1:000000000000:done' };
    await client.send(new PutFunctionEventInvokeConfigCommand({ FunctionName, DestinationConfig: { OnSuccess } }));
    await setSetting(settingIds.localAwsEndpoint, aws.endpoint);
    // A setting that has not reached the region when its result is sent would keep it from here.
    const sent = await eventually(async () => {
      await client.send(new InvokeCommand({ FunctionName, InvocationType: 'Event', Payload: Buffer.from('{"paid":true}') }));
      return aws.sent[0];
    }, 30_000);
    assert.equal(sent.operation, 'SendMessage');
    assert.match(String(sent.input['MessageBody']), /"responsePayload":\{"paid":true\}/);
  });
});
