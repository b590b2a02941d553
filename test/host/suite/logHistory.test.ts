import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { createRegionLogs } from '../../../src/aws/logs/regionLogs.ts';
import { systemClock } from '../../../src/common/clock.ts';
import { CodedError } from '../../../src/common/codedError.ts';
import { FunctionLogs } from '../../../src/extension/logs/functionLogs.ts';
import { logHistory } from '../../../src/extension/logs/logHistory.ts';
import type { TestApi } from '../../../src/extension/testApi.ts';
import { eventually } from '../../shared/eventually.ts';
import { testApi } from './support.ts';

const functionName = 'ReportFunction';

describe('the log of a local function', () => {
  let api: TestApi;
  before(async () => {
    api = await testApi();
    await api.workbench.region.start();
  });

  const target = () => ({ connection: api.workbench.local, functionName });
  const history = logHistory(async () => createRegionLogs(await api.workbench.region.endpoint()));
  /** What an output channel shows, once it shows something that fits. */
  const shown = (fits: RegExp) =>
    eventually(async () => vscode.workspace.textDocuments.find((document) => document.uri.scheme === 'output' && fits.test(document.getText()))?.getText(), 20_000);

  async function invoke(): Promise<string> {
    const result = await (await api.workbench.local.api()).invoke({ functionName, payload: '{"ms":1}', type: 'RequestResponse' });
    const id = result.requestId ?? '';
    await eventually(async () => ((await history(target(), Date.now() + 1_000)).includes(`REPORT RequestId: ${id}`) ? true : undefined));
    return id;
  }

  it('begins with what was logged before the window followed it, and goes on', async () => {
    const before = await invoke();
    const logs = new FunctionLogs(systemClock, history);
    try {
      const { connection } = api.workbench.local;
      logs.append(connection, functionName, 'said since\n');
      await logs.show(target());
      const text = await shown(new RegExp(`END RequestId: ${before}[^]*said since`));
      assert.equal(text.split(`END RequestId: ${before}`).length, 2);
      logs.append(connection, functionName, 'and more\n');
      assert.match(await shown(/and more/), new RegExp(`${before}[^]*said since\\nand more`));
    } finally {
      logs.dispose();
    }
  });

  it('is followed even where what was before cannot be read', async () => {
    const logs = new FunctionLogs(systemClock, async () => {
      throw new CodedError('LOGS_UNAVAILABLE', 'the disk is gone');
    });
    try {
      await logs.show(target());
      await shown(/What was logged before cannot be read: the disk is gone/);
    } finally {
      logs.dispose();
    }
  });
});
