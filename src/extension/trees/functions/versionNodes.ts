import type { AliasConfiguration, FunctionConfiguration } from '@aws-sdk/client-lambda';
import { l10n } from 'vscode';
import type { FunctionTarget } from '../../connections/lambdaConnection.ts';
import { itemTraits } from '../../contributions.ts';
import { childId, LeafNode } from '../leafNode.ts';
import { PagedNode } from '../pagedNode.ts';
import type { Row, TreeNode } from '../treeNode.ts';
import { aliasRouting } from './aliasRouting.ts';

/** The versions of a function. */
export class VersionsNode extends PagedNode<FunctionConfiguration> {
  readonly id: string;
  readonly parent: TreeNode;
  readonly #target: FunctionTarget;

  constructor(parent: TreeNode, target: FunctionTarget) {
    super(async (marker, signal) => (await target.connection.api()).listVersions(target.functionName, marker, signal));
    this.id = childId(parent, 'versions');
    this.parent = parent;
    this.#target = target;
  }

  row(): Row {
    return { label: l10n.t('Versions'), icon: 'versions' };
  }

  protected node({ Version = '', Description = '', FunctionArn }: FunctionConfiguration): TreeNode {
    return new QualifierNode(this, { ...this.#target, qualifier: Version }, { description: Description, icon: 'tag' }, FunctionArn);
  }

  protected emptyText(): string {
    return l10n.t('No versions');
  }
}

/** The aliases of a function, each with the versions that it routes to. */
export class AliasesNode extends PagedNode<AliasConfiguration> {
  readonly id: string;
  readonly parent: TreeNode;
  readonly #target: FunctionTarget;

  constructor(parent: TreeNode, target: FunctionTarget) {
    super(async (marker, signal) => (await target.connection.api()).listAliases(target.functionName, marker, signal));
    this.id = childId(parent, 'aliases');
    this.parent = parent;
    this.#target = target;
  }

  row(): Row {
    return { label: l10n.t('Aliases'), icon: 'references' };
  }

  protected node(alias: AliasConfiguration): TreeNode {
    const target = { ...this.#target, qualifier: alias.Name ?? '' };
    return new QualifierNode(this, target, { description: aliasRouting(alias), icon: 'bookmark' }, alias.AliasArn);
  }

  protected emptyText(): string {
    return l10n.t('No aliases');
  }
}

/** A version or an alias: it can be invoked as such. */
class QualifierNode extends LeafNode {
  readonly target: FunctionTarget;

  constructor(parent: TreeNode, target: FunctionTarget, look: { readonly description: string; readonly icon: string }, arn: string | undefined) {
    const label = target.qualifier ?? '';
    super(parent, label, { label, ...look, traits: [itemTraits.invocable, itemTraits.arn] }, arn === undefined ? {} : { arn, tooltip: arn });
    this.target = target;
  }
}
