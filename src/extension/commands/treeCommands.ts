import { l10n, Uri, window, workspace } from 'vscode';
import * as v from 'valibot';
import { PagedNode } from '../trees/pagedNode.ts';
import type { TreeNode } from '../trees/treeNode.ts';
import { openPosition as open } from '../ui/openPosition.ts';
import type { Command } from './command.ts';

/** Reads the connections and everything that is open below them anew. */
export const refresh: Command = async ({ connections, functions, layers }) => {
  await connections.reload();
  functions.reloadAll();
  layers.reloadAll();
};

export const loadMore: Command = async ({ functions, layers }, argument) => {
  if (!(argument instanceof PagedNode)) return;
  await argument.loadMore();
  // The tree that does not show the node takes no notice.
  for (const { tree } of [functions, layers]) tree.redraw(argument);
};

/** Reads a node that could not be read once more; without one, the connections. */
export const retry: Command = async ({ connections, functions, layers }, argument) => {
  if (!isNode(argument)) return connections.reload();
  for (const { tree } of [functions, layers]) tree.reload(argument);
};

/** Opens the shared AWS configuration, as a new file where there is none. */
export const openAwsConfig: Command = async ({ awsFiles }) => {
  const file = Uri.file(awsFiles.config);
  const exists = await workspace.fs.stat(file).then(() => true, () => false);
  await window.showTextDocument(await workspace.openTextDocument(exists ? file : file.with({ scheme: 'untitled' })));
};

/** Types the command that signs in into a terminal, for the user to look at and to run. */
export const signIn: Command = async (_workbench, argument) => {
  const terminal = window.createTerminal(l10n.t('AWS sign-in'));
  terminal.show();
  terminal.sendText(v.parse(v.string(), argument), false);
};

const Position = v.object({ file: v.string(), line: v.number(), column: v.number(), endLine: v.number(), endColumn: v.number() });

export const openPosition: Command = async (_workbench, argument) => open(v.parse(Position, argument));

function isNode(value: unknown): value is TreeNode {
  return typeof value === 'object' && value !== null && 'row' in value;
}
