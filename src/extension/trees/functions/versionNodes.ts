import type { FunctionConfiguration } from '@aws-sdk/client-lambda';
import { env, l10n } from 'vscode';
import { latestVersion } from '../../../lambda/function.ts';
import type { FunctionTarget } from '../../connections/lambdaConnection.ts';
import { formatTime, joined } from '../../ui/formats.ts';
import { childId } from '../leafNode.ts';
import type { ListLengths } from '../listLengths.ts';
import { PagedNode } from '../pagedNode.ts';
import type { Row, TreeNode } from '../treeNode.ts';
import { kindOf } from './detailNodes.ts';
import { newestFirst } from './newestFirst.ts';
import { QualifierNode } from './qualifierNode.ts';

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
