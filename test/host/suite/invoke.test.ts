import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { InvokeResult } from '../../../src/aws/lambdaApi.ts';
import { commandIds, resultScheme } from '../../../src/extension/contributions.ts';
import type { TestApi } from '../../../src/extension/testApi.ts';
import { testApi } from './support.ts';

async function savedEvent(path: string): Promise<string> {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  assert.ok(folder);
  return new TextDecoder().decode(await vscode.workspace.fs.readFile(vscode.Uri.joinPath(folder.uri, 'events', path)));
}

describe('invoking', () => {
  let api: TestApi;
  before(async () => {
    api = await testApi();
  });
  afterEach(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

  async function invoke(functionName: string, event: string): Promise<InvokeResult> {
    const result = await api.run('invoke', { functionName, event });
    assert.ok(isResult(result), `${functionName} was invoked`);
    return result;
  }

  const calls = [
    { functionName: 'OrdersFunction', file: 'OrdersFunction/create.json', expected: /"status":"accepted","items":6/ },
    { functionName: 'PricesFunction', file: 'PricesFunction/small-parcel.json', expected: /"total"/ },
    { functionName: 'WorkerFunction', file: 'WorkerFunction/one-fails.json', expected: /"itemIdentifier": ?"22222222-/ },
    { functionName: 'InvoiceFunction', file: 'InvoiceFunction/two-lines.json', expected: /49\.40/ },
  ];
  for (const { functionName, file, expected } of calls) {
    it(`runs ${functionName} and shows what it answers`, async () => {
      const result = await invoke(functionName, await savedEvent(file));
      assert.equal(result.status, 200);
      assert.equal(result.functionError, undefined, result.payload);
      assert.match(result.payload, expected);
      const text = shown();
      assert.match(text, new RegExp(`Function +${functionName} \\(Local\\)`));
      assert.match(text, /Status +200/);
      assert.match(text, /Duration +[\d.]+ m?s/);
      assert.match(text, /REPORT RequestId: /);
    });
  }

  it('shows the error of a function that fails', async () => {
    const result = await invoke('OrdersFunction', await savedEvent('OrdersFunction/invalid.json'));
    assert.equal(result.functionError, 'Unhandled');
    assert.match(shown(), /Function error +Unhandled/);
    assert.match(shown(), /"errorType": /);
  });

  it('refuses an event that is not JSON, with the place, before it is sent', async () => {
    const invocations = () => [...api.workbench.region.model.environments.values()].reduce((sum, each) => sum + each.invocations, 0);
    const before = invocations();
    await assert.rejects(api.run('invoke', { functionName: 'OrdersFunction', event: '{\n  "a": 1,\n}' }), {
      code: 'EVENT_NOT_JSON',
      message: /Line 3, column 1 of the event: a property name/,
      details: { line: 2, column: 0 },
    });
    assert.equal(invocations(), before);
  });

  it('takes the event from the editor, and puts the cursor where it is not JSON', async () => {
    const target = { connection: api.workbench.local, functionName: 'ReportFunction' };
    const typed = await api.workbench.eventDocuments.open(target, '{"ms": 1');
    await assert.rejects(api.run('invokeWithDocument'), { code: 'EVENT_NOT_JSON' });
    assert.deepEqual(typed.selection.active, new vscode.Position(0, 8));
    await typed.edit((edit) => edit.insert(new vscode.Position(0, 8), '}'));
    const result = await api.run('invokeWithDocument');
    assert.ok(isResult(result));
    assert.match(result.payload, /"ms":1/);
  });

  it('invokes again with the last event', async () => {
    await invoke('ReportFunction', '{"ms": 3}');
    const again = await api.run('invokeAgain');
    assert.ok(isResult(again));
    assert.match(again.payload, /"ms":3/);
    await invoke('OrdersFunction', await savedEvent('OrdersFunction/create.json'));
    const named = await api.run('invokeAgain', { functionName: 'ReportFunction' });
    assert.ok(isResult(named));
    assert.match(named.payload, /"ms":3/);
  });

  it('answers through the registered command as well', async () => {
    const result = await vscode.commands.executeCommand(commandIds.invoke, { functionName: 'ReportFunction', event: '{"ms": 0}' });
    assert.ok(isResult(result));
  });

  function shown(): string {
    const document = vscode.window.activeTextEditor?.document;
    assert.equal(document?.uri.scheme, resultScheme);
    return document.getText();
  }
});

function isResult(value: unknown): value is InvokeResult {
  return typeof value === 'object' && value !== null && 'payload' in value;
}
