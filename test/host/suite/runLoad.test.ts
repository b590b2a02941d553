import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { LoadResult } from '../../../src/lambda/scaling/load/loadResult.ts';
import type { TestApi } from '../../../src/extension/testApi.ts';
import { answering } from './dialogs.ts';
import { connectionOf } from './standInConnection.ts';
import { testApi } from './support.ts';

/** What the report's editor shows; earlier tests have left other results open. */
function reportText(): string | undefined {
  const results = vscode.workspace.textDocuments.filter(({ uri }) => uri.scheme === 'lambda-result');
  return results.map((document) => document.getText()).find((text) => /^Load /m.test(text));
}

describe('a load', () => {
  let api: TestApi;
  before(async () => {
    api = await testApi();
  });

  it('is sent to a function of the Local region, and reported', async () => {
    const result = (await api.run('runLoad', { functionName: 'PricesFunction', rate: 20, seconds: 1, event: '{}' })) as LoadResult;
    assert.equal(result.endedBy, 'time');
    assert.ok(result.sent > 5);
    assert.match(reportText() ?? '', /^Function +PricesFunction \(Local\)\nLoad +20 invocations a second for 1 seconds\nSent /);
  });

  it('on AWS is asked for, and sent only then', async () => {
    let invocations = 0;
    const connection = connectionOf({
      getFunction: async () => ({ Configuration: { FunctionArn: 'arn:aws:lambda:eu-west-1:123456789012:function:orders', MemorySize: 1024, Timeout: 30 } }),
      invoke: async () => {
        invocations += 1;
        return { status: 200, payload: 'null', elapsedMs: 1 };
      },
    });
    const load = { target: { connection, functionName: 'orders' }, rate: 10, seconds: 1 };
    const asked = await answering(undefined, () => api.run('runLoad', load));
    assert.match(asked.join(), /^Invoke orders \(dev\) in eu-west-1 \d+ times\?$/);
    assert.equal(invocations, 0);
    let result: LoadResult | undefined;
    await answering('Run Load', async () => (result = (await api.run('runLoad', load)) as LoadResult));
    assert.equal(result?.succeeded, invocations);
    assert.ok(invocations > 0);
  });
});
