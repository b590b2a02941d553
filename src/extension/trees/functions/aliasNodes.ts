import type { AliasConfiguration, FunctionUrlConfig } from '@aws-sdk/client-lambda';
import { l10n } from 'vscode';
import { latestVersion } from '../../../lambda/function.ts';
import type { FunctionTarget } from '../../connections/lambdaConnection.ts';
import { itemTraits } from '../../contributions.ts';
import { joined } from '../../ui/formats.ts';
import { childId } from '../leafNode.ts';
import { PagedNode } from '../pagedNode.ts';
import type { Row, TreeNode } from '../treeNode.ts';
import { aliasRouting } from './aliasRouting.ts';
import { FunctionUrlNode } from './functionUrlNode.ts';
import type { FunctionUrls } from './functionUrls.ts';
import type { FunctionsSurroundings } from './functionsSurroundings.ts';
import { QualifierNode } from './qualifierNode.ts';

interface ListedAlias {
  readonly alias: AliasConfiguration;
  readonly url: FunctionUrlConfig | undefined;
}

/** The aliases of a function, each with the versions that it routes to, and its URL below it. */
export class AliasesNode extends PagedNode<ListedAlias> {
  readonly id: string;
  readonly parent: TreeNode;
  readonly #target: FunctionTarget;
  readonly #surroundings: FunctionsSurroundings;

  constructor(parent: TreeNode, target: FunctionTarget, urls: FunctionUrls, surroundings: FunctionsSurroundings) {
    super(async (marker, signal) => {
      const { items, ...more } = await (await target.connection.api()).listAliases(target.functionName, marker, signal);
      return { items: await Promise.all(items.map(async (alias) => ({ alias, url: await urlOf(alias, urls) }))), ...more };
    }, surroundings.lengths);
    this.id = childId(parent, 'aliases');
    this.parent = parent;
    this.#target = target;
    this.#surroundings = surroundings;
  }

  row(): Row {
    return { label: l10n.t('Aliases'), icon: 'references' };
  }

  protected node({ alias, url }: ListedAlias): TreeNode {
    return new AliasNode(this, { ...this.#target, qualifier: alias.Name ?? '' }, alias, url, this.#surroundings);
  }

  protected emptyText(): string {
    return l10n.t('No aliases');
  }
}

/** An alias, with its URL and its provisioned concurrency below it. */
export class AliasNode extends QualifierNode {
  readonly #url: FunctionUrlConfig | undefined;

  constructor(parent: TreeNode, target: FunctionTarget, alias: AliasConfiguration, url: FunctionUrlConfig | undefined, surroundings: FunctionsSurroundings) {
    const routing = aliasRouting(alias);
    const { AliasArn: arn, Description: text } = alias;
    const look = { description: routing, icon: 'bookmark', traits: [itemTraits.addressable], arn, tooltip: joined('\n', arn, text, routing) };
    const provisionable = alias.FunctionVersion !== latestVersion;
    super(parent, target, look, provisionable, surroundings, provisionable || url !== undefined);
    this.#url = url;
  }

  protected override async load(): Promise<readonly TreeNode[]> {
    const below = await super.load();
    return this.#url === undefined ? below : [new FunctionUrlNode(this, this.target, this.#url), ...below];
  }
}

/** Why URLs cannot be read is told once, by the function. */
async function urlOf({ Name: name }: AliasConfiguration, urls: FunctionUrls): Promise<FunctionUrlConfig | undefined> {
  return urls.of(name).catch(() => undefined);
}
