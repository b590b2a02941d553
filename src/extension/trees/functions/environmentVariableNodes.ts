import { l10n } from 'vscode';
import { itemTraits } from '../../contributions.ts';
import { BranchNode } from '../branchNode.ts';
import { childId, LeafNode } from '../leafNode.ts';
import type { Row, TreeNode } from '../treeNode.ts';
import type { RevealedValues } from './revealedValues.ts';

const mask = '••••••••';

/** The environment variables of a function. */
export class EnvironmentVariablesNode extends BranchNode {
  readonly id: string;
  readonly parent: TreeNode;
  readonly #variables: Readonly<Record<string, string>>;
  readonly #revealed: RevealedValues;

  constructor(parent: TreeNode, variables: Readonly<Record<string, string>>, revealed: RevealedValues) {
    super();
    this.id = childId(parent, 'environment');
    this.parent = parent;
    this.#variables = variables;
    this.#revealed = revealed;
  }

  row(): Row {
    return { label: l10n.t('Environment variables'), description: String(Object.keys(this.#variables).length), icon: 'symbol-constant' };
  }

  protected async load(): Promise<readonly TreeNode[]> {
    const variables = Object.entries(this.#variables).sort(([one], [other]) => one.localeCompare(other));
    if (variables.length === 0) return [new LeafNode(this, '!none', { label: l10n.t('No environment variables'), icon: 'info' })];
    return variables.map(([name, value]) => new EnvironmentVariableNode(this, name, value, this.#revealed));
  }
}

/** One variable: its value is masked until the user asks for it, and never in what is spoken or hovered. */
export class EnvironmentVariableNode implements TreeNode {
  readonly id: string;
  readonly parent: TreeNode;
  readonly name: string;
  readonly copies: { readonly value: string };
  readonly #revealed: RevealedValues;

  constructor(parent: TreeNode, name: string, value: string, revealed: RevealedValues) {
    this.id = childId(parent, name);
    this.parent = parent;
    this.name = name;
    this.copies = { value };
    this.#revealed = revealed;
  }

  get revealed(): boolean {
    return this.#revealed.has(this.id);
  }

  row(): Row {
    return {
      label: this.name,
      description: this.revealed ? this.copies.value : mask,
      icon: 'symbol-variable',
      traits: [itemTraits.value, this.revealed ? itemTraits.revealed : itemTraits.masked],
      spoken: this.revealed ? l10n.t('{0}, revealed', this.name) : l10n.t('{0}, masked', this.name),
    };
  }

  tooltip(): string {
    return this.name;
  }
}
