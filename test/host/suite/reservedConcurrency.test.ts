import assert from 'node:assert/strict';
import type { TestApi } from '../../../src/extension/testApi.ts';
import { nodeAt, rowsOf, testApi } from './support.ts';

describe('reserved concurrency', () => {
  let api: TestApi;
  before(async () => {
    api = await testApi();
  });

  async function shown(functionName: string): Promise<string | undefined> {
    const rows = await rowsOf(api.trees.functions, await nodeAt(api.trees.functions, 'Local', functionName));
    return rows.find((row) => row.startsWith('Reserved concurrency'));
  }

  it('comes from the template', async () => {
    assert.equal(await shown('ReportFunction'), 'Reserved concurrency: 2');
  });

  it('is set, read back, shown and removed', async () => {
    const functionName = 'PricesFunction';
    const lambda = await api.workbench.local.api();
    await api.run('setReservedConcurrency', { functionName, reserved: 7 });
    assert.equal(await lambda.getReservedConcurrency(functionName), 7);
    assert.equal(await shown(functionName), 'Reserved concurrency: 7');
    await api.run('setReservedConcurrency', { functionName, reserved: null });
    assert.equal(await lambda.getReservedConcurrency(functionName), undefined);
    assert.equal(await shown(functionName), 'Reserved concurrency: none');
  });

  it('is refused with the service’s own words where too little would be left', async () => {
    await assert.rejects(api.run('setReservedConcurrency', { functionName: 'PricesFunction', reserved: 999 }), /UnreservedConcurrentExecution/);
  });
});
