import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { LoadResult } from '../../../src/lambda/scaling/load/loadResult.ts';
import type { TestApi } from '../../../src/extension/testApi.ts';
import { eventually } from '../../shared/eventually.ts';
import { answering, pressing } from './dialogs.ts';
import { connectionOf } from './standInConnection.ts';
import { testApi } from './support.ts';

/** What the report's editor shows; earlier tests have left other results open. */
function reportText(): string | undefined {
  const results = vscode.workspace.textDocuments.filter(({ uri }) => uri.scheme === 'lambda-result');
  return results.map((document) => document.getText()).find((text) => /^Load /m.test(text));
}

function isResult(value: unknown): value is LoadResult {
  return typeof value === 'object' && value !== null && 'endedBy' in value;
}

describe('a load', () => {
  let api: TestApi;
  const run = async (load: object): Promise<LoadResult> => {
    const result = await api.run('runLoad', load);
    assert.ok(isResult(result));
    return result;
  };
  before(async () => {
    api = await testApi();
  });

  it('is sent to a function of the Local region, and reported', async () => {
    using _ = pressing('Show Report');
    const result = await run({ functionName: 'PricesFunction', rate: 20, seconds: 1, event: '{}' });
    assert.equal(result.endedBy, 'time');
    assert.ok(result.sent > 5);
    const report = await eventually(reportText);
    assert.match(report, /^Function +PricesFunction \(Local\)\nLoad +20 invocations a second on average, for 1 s\nSent /);
  });

  it('ends with the Local region, and is the last event', async () => {
    const invocations = (): number => [...api.workbench.region.model.environments.values()].reduce((sum, each) => sum + each.invocations, 0);
    const before = invocations();
    const load = run({ functionName: 'PricesFunction', rate: 20, seconds: 600, event: '{"weight": 7}' });
    await eventually(() => invocations() > before || undefined);
    await api.run('stopLocalRegion');
    assert.equal((await load).endedBy, 'stopped');
    await api.run('startLocalRegion');
    const target = { connection: api.workbench.local, functionName: 'PricesFunction' };
    assert.equal(await api.workbench.invoker.lastEvent(target), '{"weight": 7}');
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
    await answering('Run Load', async () => (result = await run(load)));
    assert.equal(result?.succeeded, invocations);
    assert.ok(invocations > 0);
  });
});
