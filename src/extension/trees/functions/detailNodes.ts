import type { FunctionConfiguration } from '@aws-sdk/client-lambda';
import { l10n } from 'vscode';
import { itemTraits } from '../../contributions.ts';
import { LeafNode } from '../leafNode.ts';
import type { TreeNode } from '../treeNode.ts';

interface Detail {
  readonly key: string;
  readonly label: string;
  readonly icon: string;
  readonly text: string | undefined;
}

/** One line each for what is a single value; what the service did not say is left out. */
export function detailNodes(parent: TreeNode, configuration: FunctionConfiguration): readonly TreeNode[] {
  return details(configuration).flatMap(({ key, label, icon, text }) =>
    text === undefined || text === ''
      ? []
      : [new LeafNode(parent, key, { label, description: text, icon, traits: [itemTraits.value] }, { value: text })],
  );
}

function details(configuration: FunctionConfiguration): readonly Detail[] {
  const { Runtime, PackageType, State, StateReason, Handler, MemorySize, Timeout } = configuration;
  return [
    { key: 'runtime', label: l10n.t('Runtime'), icon: 'symbol-namespace', text: Runtime ?? (PackageType === 'Image' ? l10n.t('container image') : undefined) },
    { key: 'state', label: l10n.t('State'), icon: 'pulse', text: StateReason === undefined ? State : `${State} · ${StateReason}` },
    { key: 'handler', label: l10n.t('Handler'), icon: 'symbol-method', text: Handler },
    { key: 'memory', label: l10n.t('Memory'), icon: 'circuit-board', text: MemorySize === undefined ? undefined : `${MemorySize} MB` },
    { key: 'timeout', label: l10n.t('Timeout'), icon: 'watch', text: Timeout === undefined ? undefined : `${Timeout} s` },
  ];
}
