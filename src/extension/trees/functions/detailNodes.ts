import type { FunctionConfiguration } from '@aws-sdk/client-lambda';
import { l10n } from 'vscode';
import { itemTraits } from '../../contributions.ts';
import { LeafNode } from '../leafNode.ts';
import type { TreeNode } from '../treeNode.ts';
import { functionState, withReason } from './functionState.ts';

interface Detail {
  readonly key: string;
  readonly label: string;
  readonly icon: string;
  readonly color?: string | undefined;
  readonly text: string | undefined;
}

/** One line each for what is a single value; what the service did not say is left out. */
export function detailNodes(parent: TreeNode, configuration: FunctionConfiguration, imageUri?: string): readonly TreeNode[] {
  return details(configuration, imageUri).flatMap(({ key, label, icon, color, text }) =>
    text === undefined || text === ''
      ? []
      : [new LeafNode(parent, key, { label, description: text, icon, traits: [itemTraits.value], ...(color !== undefined && { color }) }, { value: text })],
  );
}

/** What runs it: a runtime's name, or that it is an image. */
export function kindOf({ Runtime: runtime, PackageType: type }: FunctionConfiguration): string | undefined {
  return runtime ?? (type === 'Image' ? l10n.t('container image') : undefined);
}

function details(configuration: FunctionConfiguration, imageUri: string | undefined): readonly Detail[] {
  const { State, LastUpdateStatus, Handler, MemorySize, Timeout } = configuration;
  const state = functionState({ State });
  const update = functionState({ LastUpdateStatus });
  return [
    { key: 'runtime', label: l10n.t('Runtime'), icon: 'symbol-namespace', text: kindOf(configuration) },
    { key: 'image', label: l10n.t('Image'), icon: 'package', text: imageUri },
    { key: 'state', label: l10n.t('State'), icon: state?.icon ?? 'pulse', color: state?.color, text: State && withReason(State, configuration.StateReason) },
    // A function that was updated as wanted is one to say nothing of.
    {
      key: 'update',
      label: l10n.t('Last update'),
      icon: update?.icon ?? 'pulse',
      color: update?.color,
      text: update && LastUpdateStatus && withReason(LastUpdateStatus, configuration.LastUpdateStatusReason),
    },
    { key: 'handler', label: l10n.t('Handler'), icon: 'symbol-method', text: Handler },
    { key: 'memory', label: l10n.t('Memory'), icon: 'circuit-board', text: MemorySize === undefined ? undefined : `${MemorySize} MB` },
    { key: 'timeout', label: l10n.t('Timeout'), icon: 'watch', text: Timeout === undefined ? undefined : `${Timeout} s` },
  ];
}
