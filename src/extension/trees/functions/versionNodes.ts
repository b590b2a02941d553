import type { AliasConfiguration, FunctionConfiguration } from '@aws-sdk/client-lambda';
import { env, l10n } from 'vscode';
import { latestVersion } from '../../../lambda/function.ts';
import type { FunctionTarget } from '../../connections/lambdaConnection.ts';
import { itemTraits } from '../../contributions.ts';
import { formatTime, joined } from '../../ui/formats.ts';
import { childId, LeafNode } from '../leafNode.ts';
import type { ListLengths } from '../listLengths.ts';
import { PagedNode } from '../pagedNode.ts';
import type { Row, TreeNode } from '../treeNode.ts';
import { aliasRouting } from './aliasRouting.ts';
import { kindOf } from './detailNodes.ts';
import { newestFirst } from './newestFirst.ts';

/** The versions of a function, the newest first. */
export class VersionsNode extends PagedNode<FunctionConfiguration> {
  readonly id: string;
  readonly parent: TreeNode;
  readonly #target: FunctionTarget;

  constructor(parent: TreeNode, target: FunctionTarget, lengths: ListLengths) {
    super(newestFirst(async (marker, signal) => (await target.connection.api()).listVersions(target.functionName, marker, signal)), lengths);
    this.id = childId(parent, 'versions');
    this.parent = parent;
    this.#target = target;
  }

  row(): Row {
    return { label: l10n.t('Versions'), icon: 'versions' };
  }

  protected node(version: FunctionConfiguration): TreeNode {
    const { Version: qualifier = '', Description: text = '', FunctionArn: arn, LastModified: modified } = version;
    const at = (style: 'short' | 'long') => (modified === undefined ? undefined : formatTime(modified, env.language, style));
    const description = joined(' · ', text, at('short'));
    const tooltip = joined('\n', arn, text, kindOf(version), at('long'));
    return new QualifierNode(this, { ...this.#target, qualifier }, { description, icon: qualifier === latestVersion ? 'edit' : 'tag' }, { arn, tooltip });
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

  constructor(parent: TreeNode, target: FunctionTarget, lengths: ListLengths) {
    super(async (marker, signal) => (await target.connection.api()).listAliases(target.functionName, marker, signal), lengths);
    this.id = childId(parent, 'aliases');
    this.parent = parent;
    this.#target = target;
  }

  row(): Row {
    return { label: l10n.t('Aliases'), icon: 'references' };
  }

  protected node(alias: AliasConfiguration): TreeNode {
    const { Name: qualifier = '', AliasArn: arn, Description: text } = alias;
    const routing = aliasRouting(alias);
    const look = { description: routing, icon: 'bookmark' };
    return new QualifierNode(this, { ...this.#target, qualifier }, look, { arn, tooltip: joined('\n', arn, text, routing) });
  }

  protected emptyText(): string {
    return l10n.t('No aliases');
  }
}

/** A version or an alias: it can be invoked as such. */
class QualifierNode extends LeafNode {
  readonly target: FunctionTarget;

  constructor(
    parent: TreeNode,
    target: FunctionTarget,
    look: { readonly description: string; readonly icon: string },
    { arn, tooltip }: { readonly arn: string | undefined; readonly tooltip: string },
  ) {
    const label = target.qualifier ?? '';
    super(parent, label, { label, ...look, traits: [itemTraits.invocable, itemTraits.arn] }, { tooltip, ...(arn !== undefined && { arn }) });
    this.target = target;
  }
}
