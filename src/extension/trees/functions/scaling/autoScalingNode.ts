import { env, l10n } from 'vscode';
import type { ProvisionedScaling } from '../../../../aws/autoScaling/provisionedScalingApi.ts';
import { messageOf } from '../../../../common/codedError.ts';
import type { AutoScalingOf } from '../../../connections/autoScalingOf.ts';
import type { FunctionTarget } from '../../../connections/lambdaConnection.ts';
import { itemTraits } from '../../../contributions.ts';
import { joined } from '../../../ui/formats.ts';
import { problemLook } from '../../../ui/problemTable.ts';
import { childId } from '../../leafNode.ts';
import type { Row, TreeNode } from '../../treeNode.ts';
import { autoScalingLines, autoScalingText } from './autoScalingText.ts';
import type { ProvisionedConcurrencyNode } from './provisionedConcurrencyNode.ts';

/** Undefined: it is not scaled. */
type Reading = { readonly scaling: ProvisionedScaling | undefined } | { readonly error: unknown };

/** The row for auto scaling, where something is scaled or could be; that it cannot be read is no reason not to show the rest. */
export async function autoScalingNodes(
  parent: TreeNode,
  target: FunctionTarget,
  provisioned: ProvisionedConcurrencyNode,
  autoScaling: AutoScalingOf,
): Promise<readonly TreeNode[]> {
  const [state, reading] = await Promise.all([provisioned.read(), readScaling(target, autoScaling)]);
  const scales = 'scaling' in reading && reading.scaling !== undefined;
  const couldScale = state.type === 'read' && state.provisioned !== undefined;
  return scales || couldScale ? [new AutoScalingNode(parent, target, reading, autoScaling)] : [];
}

async function readScaling({ connection, functionName, qualifier = '' }: FunctionTarget, autoScaling: AutoScalingOf): Promise<Reading> {
  try {
    return { scaling: await (await autoScaling(connection)).read(functionName, qualifier) };
  } catch (error) {
    return { error };
  }
}

/** Between which limits a version's or alias's provisioned concurrency is scaled, and by what. */
export class AutoScalingNode implements TreeNode {
  readonly id: string;
  readonly parent: TreeNode;
  readonly target: FunctionTarget;
  readonly #reading: Reading;
  readonly #autoScaling: AutoScalingOf;

  constructor(parent: TreeNode, target: FunctionTarget, reading: Reading, autoScaling: AutoScalingOf) {
    this.id = childId(parent, 'autoScaling');
    this.parent = parent;
    this.target = target;
    this.#reading = reading;
    this.#autoScaling = autoScaling;
  }

  row(): Row {
    const label = l10n.t('Auto scaling');
    const { autoScaling, scaling } = itemTraits;
    const traits = [autoScaling, scaling];
    if ('error' in this.#reading) {
      const { icon, color } = problemLook(this.#reading.error);
      return { label, description: messageOf(this.#reading.error), icon, ...(color !== undefined && { color }), traits };
    }
    const { scaling: settings } = this.#reading;
    return { label, description: autoScalingText(settings, env.language), icon: settings === undefined ? 'circle-large-outline' : 'arrow-both', traits };
  }

  /** With what it did last. */
  async tooltip(): Promise<string | undefined> {
    if ('error' in this.#reading) return messageOf(this.#reading.error);
    const { scaling } = this.#reading;
    return scaling && joined('\n', autoScalingLines(scaling, env.language), await this.#lastActivity());
  }

  async #lastActivity(): Promise<string | undefined> {
    const { connection, functionName, qualifier = '' } = this.target;
    try {
      const [last] = await (await this.#autoScaling(connection)).activities(functionName, qualifier);
      return last && l10n.t('Last activity: {0}', joined(' · ', last.description, last.status, last.message));
    } catch {
      return undefined;
    }
  }
}
