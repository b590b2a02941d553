import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { CodedError } from '../../../src/common/codedError.ts';
import { commandIds, internalCommandIds, settingIds, settingsSection } from '../../../src/extension/contributions.ts';
import { isolationObstacle } from '../../../src/extension/commands/isolationObstacle.ts';
import type { TestApi } from '../../../src/extension/testApi.ts';
import { problemLook } from '../../../src/extension/ui/problemTable.ts';
import { toTreeItem } from '../../../src/extension/trees/nodeTree.ts';
import { eventually } from '../../shared/eventually.ts';
import { setSetting } from './regionSetting.ts';
import { nodeAt, testApi } from './support.ts';

const functionName = 'OrdersFunction';

describe('settings of local functions', () => {
  let api: TestApi;
  before(async () => {
    api = await testApi();
    await api.workbench.region.start();
  });
  afterEach(async () => {
    const { localIsolationOf, localContainerTool, localCredentialsProfile, localEnvironmentFiles } = settingIds;
    for (const id of [localIsolationOf, localContainerTool, localCredentialsProfile, localEnvironmentFiles]) await setSetting(id, undefined);
    await eventually(() => refusal().then((refused) => (refused === undefined ? true : undefined)), 30_000);
  });

  /** How an invocation is refused; undefined where it is not. */
  async function refusal(): Promise<CodedError | undefined> {
    try {
      await api.run('invoke', { functionName, event: '{}' });
      return undefined;
    } catch (error) {
      // The extension's class is not this one: it is built into a bundle of its own.
      assert.ok(isCoded(error));
      return new CodedError(error.code, error.message, { details: error.details });
    }
  }

  const refusedAs = (code: string) => eventually(async () => ((await refusal())?.code === code ? refusal() : undefined), 30_000);
  const commandsFor = (error: unknown) => problemLook(error).actions.map(({ command }) => command);
  const own = (id: string) => vscode.workspace.getConfiguration(settingsSection).inspect(id)?.workspaceValue;

  it('isolation: is written for one function and taken back; what is not possible is refused with what mends it', async () => {
    await setSetting(settingIds.localIsolationOf, { Other: 'process' });
    await setSetting(settingIds.localContainerTool, '/nowhere/docker');
    await api.run('setIsolation', { functionName, isolation: 'container' });
    assert.deepEqual(own(settingIds.localIsolationOf), { Other: 'process', [functionName]: 'container' });
    const error = await refusedAs('ISOLATION_UNAVAILABLE');
    assert.deepEqual(commandsFor(error).slice(0, 2), [commandIds.setIsolation, 'workbench.action.openSettings']);
    assert.deepEqual(problemLook(error).actions[0]?.arguments, [{ connection: 'local', functionName }]);
    await api.run('setIsolation', { functionName, isolation: 'default' });
    assert.deepEqual(own(settingIds.localIsolationOf), { Other: 'process' });
  });

  it('isolation: says why a kind is not possible', () => {
    assert.match(isolationObstacle('sandbox', 'darwin', false) ?? '', /Linux/);
    assert.match(isolationObstacle('process', 'linux', true) ?? '', /image/);
    assert.deepEqual([isolationObstacle('sandbox', 'linux', false), isolationObstacle('container', 'win32', true)], [undefined, undefined]);
  });

  it('environment files: what is wrong in one can be opened at its line', async () => {
    const [folder] = vscode.workspace.workspaceFolders ?? [];
    assert.ok(folder);
    const file = vscode.Uri.joinPath(folder.uri, 'broken.env');
    await vscode.workspace.fs.writeFile(file, new TextEncoder().encode('GOOD=1\nthis is none\n'));
    await setSetting(settingIds.localEnvironmentFiles, { [functionName]: 'broken.env' });
    await refusedAs('ENV_FILE_UNUSABLE');
    const open = await eventually(async () => {
      const [action] = problemLook(await refusal()).actions;
      return JSON.stringify(action?.arguments).includes('"line":1') ? action : undefined;
    });
    assert.equal(open.command, internalCommandIds.openPosition);
    await vscode.commands.executeCommand(open.command, ...(open.arguments ?? []));
    const editor = vscode.window.activeTextEditor;
    assert.deepEqual([editor?.document.uri.fsPath, editor?.selection.start.line], [file.fsPath, 1]);
    await vscode.workspace.fs.delete(file);
  });

  it('credentials: the profile that functions run with is chosen, told where one looks, and mended where it has none', async () => {
    const tooltip = async () => {
      const node = await nodeAt(api.trees.functions, 'Local');
      return (await api.trees.functions.resolveTreeItem(toTreeItem(node), node)).tooltip;
    };
    assert.equal(await tooltip(), 'Local · us-east-1');
    await api.run('chooseCredentials', { profile: 'nobody' });
    assert.equal(own(settingIds.localCredentialsProfile), 'nobody');
    assert.match(JSON.stringify(await tooltip()), /with the credentials of the AWS profile nobody/);
    assert.ok(commandsFor(await refusedAs('CREDENTIALS_UNAVAILABLE')).includes(commandIds.chooseCredentials));
    await api.run('chooseCredentials', { profile: '' });
    assert.equal(await tooltip(), 'Local · us-east-1');
  });
});

function isCoded(error: unknown): error is Pick<CodedError, 'code' | 'message' | 'details'> {
  return typeof error === 'object' && error !== null && 'code' in error && 'details' in error;
}
