import type { FunctionConfiguration } from '@aws-sdk/client-lambda';
import { env, l10n } from 'vscode';
import { latestVersion } from '../../../lambda/function.ts';
import type { FunctionTarget } from '../../connections/lambdaConnection.ts';
import { formatTime, joined } from '../../ui/formats.ts';
import { childId } from '../leafNode.ts';
import { PagedNode } from '../pagedNode.ts';
import type { Row, TreeNode } from '../treeNode.ts';
import { kindOf } from './detailNodes.ts';
import type { FunctionsSurroundings } from './functionsSurroundings.ts';
import { newestFirst } from './newestFirst.ts';
import { QualifierNode } from './qualifierNode.ts';

/** The versions of a function, the newest first. */
export class VersionsNode extends PagedNode<FunctionConfiguration> {
  readonly id: string;
  readonly parent: TreeNode;
  readonly #target: FunctionTarget;
  readonly #surroundings: FunctionsSurroundings;

  constructor(parent: TreeNode, target: FunctionTarget, surroundings: FunctionsSurroundings) {
    super(newestFirst(async (marker, signal) => (await target.connection.api()).listVersions(target.functionName, marker, signal)), surroundings.lengths);
    this.id = childId(parent, 'versions');
    this.parent = parent;
    this.#target = target;
    this.#surroundings = surroundings;
  }

  row(): Row {
    return { label: l10n.t('Versions'), icon: 'versions' };
  }

  protected node(version: FunctionConfiguration): TreeNode {
    const { Version: qualifier = '', Description: text = '', FunctionArn: arn, LastModified: modified } = version;
    const at = (style: 'short' | 'long') => (modified === undefined ? undefined : formatTime(modified, env.language, style));
    const description = joined(' · ', text, at('short'));
    const tooltip = joined('\n', arn, text, kindOf(version), at('long'));
    const published = qualifier !== latestVersion;
    const look = { description, icon: published ? 'tag' : 'edit', arn, tooltip };
    return new QualifierNode(this, { ...this.#target, qualifier }, look, published, this.#surroundings);
  }

  protected emptyText(): string {
    return l10n.t('No versions');
  }
}
