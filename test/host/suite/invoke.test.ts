import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { InvokeResult } from '../../../src/aws/lambdaApi.ts';
import { commandIds, resultLanguage, resultScheme } from '../../../src/extension/contributions.ts';
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
    assert.match(shown(), /── Error ──\n\w+: .+\n +at .*order\.ts:\d+:\d+/);
    assert.match(shown(), /"errorType": /);
    const document = vscode.window.activeTextEditor?.document;
    assert.ok(document);
    assert.equal(document.languageId, resultLanguage);
    const links = await vscode.commands.executeCommand<vscode.DocumentLink[]>('vscode.executeLinkProvider', document.uri);
    const link = links.find(({ target }) => target?.path.endsWith('/orders/src/order.ts'));
    assert.match(link?.target?.fragment ?? '', /^L\d+,\d+$/);
  });

  it('invokes again from a result, and says which limit throttles', async () => {
    await invoke('ReportFunction', '{"ms": 2}');
    const uri = vscode.window.activeTextEditor?.document.uri;
    await invoke('OrdersFunction', await savedEvent('OrdersFunction/create.json'));
    const again = await api.run('invokeAgain', uri);
    assert.ok(isResult(again));
    assert.match(again.payload, /"ms":2/);

    const functionName = 'ReportFunction';
    await api.run('setReservedConcurrency', { functionName, reserved: 0 });
    try {
      await assert.rejects(api.run('invoke', { functionName, event: '{}' }), {
        code: 'INVOCATION_THROTTLED',
        message: /^ReportFunction \(Local\) was throttled: its reserved concurrency is in use\. Reason: ReservedFunctionConcurrentInvocationLimitExceeded$/,
        details: { connection: 'local', functionName, local: true, limit: 'reserved' },
      });
    } finally {
      await api.run('setReservedConcurrency', { functionName, reserved: 2 });
    }
  });

  it('opens a saved event where it is not JSON, to be mended and sent', async () => {
    const [folder] = vscode.workspace.workspaceFolders ?? [];
    assert.ok(folder);
    const uri = vscode.Uri.joinPath(folder.uri, 'events', 'ReportFunction', 'broken.json');
    await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode('{\n  "ms": x\n}\n'));
    try {
      const target = { connection: api.workbench.local, functionName: 'ReportFunction' };
      await api.workbench.eventDocuments.openAt(target, uri, new vscode.Position(1, 8));
      await assert.rejects(api.run('invokeWithDocument'), { code: 'EVENT_NOT_JSON', details: { line: 1, column: 8 } });
      const editor = vscode.window.activeTextEditor;
      assert.equal(editor?.document.uri.toString(), uri.toString());
      assert.deepEqual(editor.selection.active, new vscode.Position(1, 8));
      await editor.edit((edit) => edit.replace(new vscode.Range(1, 8, 1, 9), '1'));
      await editor.document.save();
      assert.ok(isResult(await api.run('invokeWithDocument')));
    } finally {
      await vscode.workspace.fs.delete(uri);
    }
  });

  it('refuses an event that is not JSON, with the place, before it is sent', async () => {
    const invocations = () => [...api.workbench.region.model.environments.values()].reduce((sum, each) => sum + each.invocations, 0);
    const before = invocations();
    await assert.rejects(api.run('invoke', { functionName: 'OrdersFunction', event: '{\n  "a": 1,\n}' }), {
      code: 'EVENT_NOT_JSON',
      message: /^Not JSON at line 3, column 1: a property name .* \(the event\)\.$/,
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
