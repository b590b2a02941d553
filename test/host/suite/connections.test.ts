import assert from 'node:assert/strict';
import { rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import type { TestApi } from '../../../src/extension/testApi.ts';
import { nodeAt, rowsOf, testApi, until } from './support.ts';

describe('AWS connections', () => {
  let api: TestApi;
  let file: string;

  before(async () => {
    api = await testApi();
    file = api.workbench.awsFiles.config;
    assert.ok(file.startsWith(tmpdir()), 'the configuration is one of the test run’s own');
  });
  after(() => rm(file, { force: true }));

  const rows = () => rowsOf(api.trees.functions);
  const rootsBecome = (...expected: readonly string[]) =>
    until(api.workbench.connections.onDidChange, async () => (await rows()).join() === expected.join());

  it('come and go with the profiles of the shared configuration', async () => {
    await rootsBecome('Local: us-east-1');
    await writeFile(file, '[profile shop]\nregion = eu-central-1\n[profile archive]\nregion = us-west-2\n');
    await rootsBecome('Local: us-east-1', 'shop: eu-central-1', 'archive: us-west-2');
    await writeFile(file, '[profile shop]\nregion = eu-central-1\n');
    await rootsBecome('Local: us-east-1', 'shop: eu-central-1');
  });

  it('say what is wrong and offer what mends it, in the tree', async () => {
    const { functions } = api.trees;
    const children = await functions.getChildren(await nodeAt(functions, 'shop'));
    const [problem, ...actions] = children.map((child) => child.row());
    assert.match(problem?.label ?? '', /shop has no credentials/);
    assert.equal(problem?.icon, 'key');
    assert.deepEqual(actions.map(({ label }) => label), ['Open AWS Configuration', 'Retry']);
  });

  it('are gone with the file', async () => {
    await rm(file);
    await rootsBecome('Local: us-east-1');
  });
});
