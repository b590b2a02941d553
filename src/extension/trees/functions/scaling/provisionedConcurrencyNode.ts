import { l10n } from 'vscode';
import { messageOf } from '../../../../common/codedError.ts';
import type { FunctionTarget } from '../../../connections/lambdaConnection.ts';
import { itemTraits } from '../../../contributions.ts';
import { problemLook } from '../../../ui/problemTable.ts';
import { childId } from '../../leafNode.ts';
import type { Row, TreeNode } from '../../treeNode.ts';
import type { FunctionsSurroundings } from '../functionsSurroundings.ts';
import { provisionedLines, provisionedLook, provisionedText } from './provisionedLook.ts';
import { ProvisionedReading, type ProvisionedState } from './provisionedReading.ts';

/** A version's or alias's provisioned concurrency, how far it is, and why it failed. */
export class ProvisionedConcurrencyNode implements TreeNode {
  readonly id: string;
  readonly parent: TreeNode;
  readonly target: FunctionTarget;
  readonly #reading: ProvisionedReading;

  constructor(parent: TreeNode, target: FunctionTarget, { clock, visibility, redraw }: FunctionsSurroundings) {
    const { connection, functionName, qualifier = '' } = target;
    this.id = childId(parent, 'provisionedConcurrency');
    this.parent = parent;
    this.target = target;
    this.#reading = new ProvisionedReading({
      read: async (signal) => (await connection.api()).getProvisioned(functionName, qualifier, signal),
      changes: connection.onDidChangeProvisioned,
      clock,
      visibility,
      onDidChange: () => redraw(this),
    });
  }

  /** Read before the row is shown. */
  read(): Promise<ProvisionedState> {
    return this.#reading.read();
  }

  row(): Row {
    const { state } = this.#reading;
    const { provisioned, autoScalable, logs, scaling } = itemTraits;
    const traits = [provisioned, autoScalable, scaling];
    if (state?.type === 'unreadable') {
      const { icon, color } = problemLook(state.error);
      return { ...named(messageOf(state.error)), icon, ...(color !== undefined && { color }), traits };
    }
    const status = state?.provisioned?.status;
    // Why an environment did not initialise stands in the log.
    const shown = status === 'FAILED' ? [...traits, logs] : traits;
    return { ...named(provisionedText(state?.provisioned)), ...provisionedLook(status), traits: shown };
  }

  tooltip(): string {
    const { state } = this.#reading;
    const title = l10n.t('Provisioned concurrency');
    if (state?.type === 'unreadable') return `${title}: ${messageOf(state.error)}`;
    return state?.provisioned === undefined ? `${title}: ${provisionedText(undefined)}` : `${title}\n${provisionedLines(state.provisioned)}`;
  }

  dispose(): void {
    this.#reading.dispose();
  }
}

/** Short: this far to the right, a side bar has room for little. */
function named(description: string): Pick<Row, 'label' | 'description' | 'spoken'> {
  return { label: l10n.t('Provisioned'), description, spoken: l10n.t('Provisioned concurrency: {0}', description) };
}
