import assert from 'node:assert/strict';
import { DeleteFunctionCommand, waitUntilFunctionActiveV2 } from '@aws-sdk/client-lambda';
import * as vscode from 'vscode';
import type { LambdaApi } from '../../../src/aws/lambdaApi.ts';
import { CodedError } from '../../../src/common/codedError.ts';
import { resultScheme } from '../../../src/extension/contributions.ts';
import { GrowingText } from '../../../src/extension/invoke/growingText.ts';
import { ShownStream } from '../../../src/extension/invoke/shownStream.ts';
import type { TestApi } from '../../../src/extension/testApi.ts';
import { eventually } from '../../shared/eventually.ts';
import { createCommand } from '../../shared/functionPackage.ts';
import { TestClient } from '../../shared/lambdaClient.ts';
import { ManualClock } from '../../shared/manualClock.ts';
import { zipBytes } from '../../unit/runner/store/archives/zipBytes.ts';
import { connectionOf } from './standInConnection.ts';
import { testApi } from './support.ts';

const functionName = 'Streamer';
const content = `
  import { setTimeout } from 'node:timers/promises';
  export const handler = awslambda.streamifyResponse(async (event, stream) => {
    for (const part of event.parts) { stream.write(part); await setTimeout(event.pause); }
    if (event.fail) throw new TypeError('gave up');
    stream.end();
  });
`;

describe('invoking with a streamed response', () => {
  let api: TestApi;
  let client: TestClient;
  before(async () => {
    api = await testApi();
    client = new TestClient(await api.workbench.region.start());
    await client.send(createCommand(functionName, zipBytes([{ name: 'index.mjs', content }]), { Timeout: 30 }));
    await waitUntilFunctionActiveV2({ client, minDelay: 1, maxWaitTime: 30 }, { FunctionName: functionName });
  });
  after(async () => {
    await client.send(new DeleteFunctionCommand({ FunctionName: functionName }));
    client.destroy();
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  const stream = (event: object) => api.run('invokeStreaming', { functionName, event: JSON.stringify(event) });
  // A slow answer does not take the focus.
  const shown = () => vscode.window.visibleTextEditors.find(({ document }) => document.uri.scheme === resultScheme)?.document.getText() ?? '';
  async function becomes(pattern: RegExp): Promise<void> {
    await eventually(async () => (pattern.test(shown()) ? true : undefined), 20_000).catch(() => assert.match(shown(), pattern));
  }

  it('shows the response while it arrives, and how it ended', async () => {
    const streaming = stream({ parts: ['first\n', 'second\n'], pause: 1_500 });
    await becomes(/── Response, as it arrives ──\nfirst\n/);
    assert.doesNotMatch(shown(), /second|── End/);
    assert.match(shown(), /Function +Streamer \(Local\)\nStatus +200\n[^]*First byte +[\d.]+ m?s/);
    await streaming;
    await becomes(/first\nsecond\n\n── End, after [\d.]+ s ──\n13 bytes in 2 chunks\n\n── Log \(its last 4 KB\) ──\n[^]*REPORT/);
  });

  it('shows what failed midway', async () => {
    await stream({ parts: ['some'], pause: 50, fail: true });
    await becomes(/some\n\n── End, after [^]*── Error ──\n\w+\n[^]*gave up/);
  });

  it('of a function that is not there, fails as invoking does', async () => {
    await assert.rejects(api.run('invokeStreaming', { functionName: 'Nowhere', event: '{}' }), { code: 'notFound' });
  });

  /** A response of a stand-in, shown in no editor. */
  async function shownOf(invokeStream: LambdaApi['invokeStream'], signal = new AbortController().signal): Promise<string> {
    const clock = new ManualClock();
    const text = new GrowingText(clock, () => {});
    const shownStream = new ShownStream({ target: { connection: connectionOf({}), functionName: 'f' }, clock, open: () => text, attentionMs: 1_000 });
    await shownStream.run({ invokeStream }, { functionName: 'f', payload: '{}' }, signal);
    return text.toString();
  }

  it('says where a response was broken off or cancelled, and shows characters that came in two parts', async () => {
    const [head, tail] = [Buffer.from('é').subarray(0, 1), Buffer.from('é\0').subarray(1)];
    const broken = await shownOf(async (_request, observer) => {
      observer.onStart({ status: 200 });
      observer.onChunk(head);
      observer.onChunk(tail);
      throw new CodedError('network', 'Lambda in eu-west-1 closed the connection (ECONNRESET).');
    });
    assert.match(broken, /──\né␀\n\n── Broken off, after 0 ms ──\n3 bytes in 2 chunks\nLambda in eu-west-1 closed/);
    const abort = new AbortController();
    const cancelled = await shownOf(async (_request, observer) => {
      observer.onStart({ status: 200 });
      abort.abort();
      throw new CodedError('cancelled', 'Cancelled.');
    }, abort.signal);
    assert.match(cancelled, /── Broken off, after 0 ms ──\n0 bytes in 0 chunks\nCancelled\.\n$/);
    assert.equal(cancelled.split('Broken off').length, 2);
  });

  it('ends a response that has begun when it is cancelled', async () => {
    const lambda = await api.workbench.local.api();
    const abort = new AbortController();
    const chunks: string[] = [];
    const observer = {
      onStart() {},
      onChunk(bytes: Uint8Array) {
        chunks.push(Buffer.from(bytes).toString());
        abort.abort();
      },
    };
    const began = performance.now();
    const payload = JSON.stringify({ parts: ['one', 'two'], pause: 10_000 });
    await assert.rejects(lambda.invokeStream({ functionName, payload }, observer, abort.signal), { code: 'cancelled' });
    assert.ok(performance.now() - began < 8_000);
    assert.deepEqual(chunks, ['one']);
  });
});
