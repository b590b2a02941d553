import { CreateCodeSigningConfigCommand, PutFunctionCodeSigningConfigCommand, UpdateCodeSigningConfigCommand } from '@aws-sdk/client-lambda';
import { CancelSigningProfileCommand, PutSigningProfileCommand, RevokeSignatureCommand, SignerClient } from '@aws-sdk/client-signer';
import * as v from 'valibot';
import { expect, onTestFinished, test } from 'vitest';
import { StreamLine } from '../../src/protocol/runner.ts';
import { eventually } from '../shared/eventually.ts';
import { createCommand, goodPackage } from '../shared/functionPackage.ts';
import { TestClient } from '../shared/lambdaClient.ts';
import { openRegion, type RunningRegion } from '../shared/region.ts';

/** Counts what the region tells of code signing from now on. */
async function following(region: RunningRegion): Promise<() => number> {
  const stop = new AbortController();
  onTestFinished(() => stop.abort());
  const { body } = await region.control('GET', '/events');
  if (body === null) throw new Error('no stream');
  const lines = { told: 0, isOpen: false };
  const reading = (async () => {
    let text = '';
    for await (const piece of body.pipeThrough(new TextDecoderStream(), { signal: stop.signal })) {
      const whole = (text + piece).split('\n');
      text = whole.pop() ?? '';
      for (const line of whole) {
        lines.isOpen = true;
        if (v.parse(v.pipe(v.string(), v.parseJson(), StreamLine), line).type === 'codeSigningChanged') lines.told += 1;
      }
    }
  })();
  // It ends with the test, or with the region.
  reading.catch(() => {});
  await eventually(() => lines.isOpen || undefined);
  return () => lines.told;
}

test('whatever client changes code signing, those who watch are told', async () => {
  await using region = await openRegion();
  using client = new TestClient(region.endpoint);
  const signer = new SignerClient({ endpoint: region.endpoint, region: 'us-east-1', credentials: { accessKeyId: 'x', secretAccessKey: 'x' }, disableHostPrefix: true });
  onTestFinished(() => signer.destroy());
  await client.send(createCommand('sealed', goodPackage));
  const told = await following(region);
  let before = told();
  const tells = async <T>(change: Promise<T>): Promise<T> => {
    const answer = await change;
    await eventually(() => told() > before || undefined);
    before = told();
    return answer;
  };
  const { profileVersionArn = '' } = await tells(signer.send(new PutSigningProfileCommand({ profileName: 'release', platformId: 'AWSLambda-SHA384-ECDSA' })));
  const { CodeSigningConfig: config } = await tells(
    client.send(new CreateCodeSigningConfigCommand({ AllowedPublishers: { SigningProfileVersionArns: [profileVersionArn] } })),
  );
  const CodeSigningConfigArn = config?.CodeSigningConfigArn;
  await tells(client.send(new PutFunctionCodeSigningConfigCommand({ FunctionName: 'sealed', CodeSigningConfigArn })));
  await tells(client.send(new UpdateCodeSigningConfigCommand({ CodeSigningConfigArn, Description: 'Releases' })));
  const signed = await tells(fetch(`${region.endpoint}/signing-jobs/with-archive?profileName=release`, { method: 'POST', body: new Uint8Array(goodPackage) }));
  expect(signed.status).toBe(200);
  await signed.arrayBuffer();
  // Signing is told twice: when it begins, and when it has ended.
  await eventually(() => told() >= 6 || undefined);
  before = told();
  await tells(signer.send(new RevokeSignatureCommand({ jobId: signed.headers.get('x-signer-job-id') ?? '', reason: 'leaked' })));
  await tells(signer.send(new CancelSigningProfileCommand({ profileName: 'release' })));
});
