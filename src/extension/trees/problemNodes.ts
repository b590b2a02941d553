import { messageOf } from '../../common/codedError.ts';
import { problemLook } from '../ui/problemTable.ts';
import { LeafNode } from './leafNode.ts';
import type { TreeNode } from './treeNode.ts';

/** Stands where children could not be read: what is wrong, then what can be done about it. */
export function problemNodes(parent: TreeNode | undefined, error: unknown): readonly TreeNode[] {
  const { short, icon, color, actions } = problemLook(error);
  const message = messageOf(error);
  const [firstLine = message] = message.split('\n', 1);
  return [
    new LeafNode(parent, '!problem', { label: short ?? firstLine, icon, spoken: message, ...(color !== undefined && { color }) }, { tooltip: message }),
    ...actions.map(
      (action) =>
        new LeafNode(parent, `!${action.command}`, {
          label: action.title,
          icon: action.icon,
          // "Retry" and the like act on the node that could not be read.
          command: { title: action.title, command: action.command, arguments: [...(action.arguments ?? [parent])] },
        }),
    ),
  ];
}
