import type { LayersListItem, LayerVersionsListItem } from '@aws-sdk/client-lambda';
import { env, l10n } from 'vscode';
import type { LambdaConnection } from '../../connections/lambdaConnection.ts';
import { itemTraits } from '../../contributions.ts';
import { formatTime, joined } from '../../ui/formats.ts';
import { connectionRow } from '../connectionRow.ts';
import { childId, LeafNode } from '../leafNode.ts';
import type { ListLengths } from '../listLengths.ts';
import { PagedNode } from '../pagedNode.ts';
import type { Row, TreeNode } from '../treeNode.ts';

/** A connection with its layers. */
export class LayerConnectionNode extends PagedNode<LayersListItem> {
  readonly id: string;
  readonly parent = undefined;
  readonly connection: LambdaConnection;
  readonly #lengths: ListLengths;

  constructor(connection: LambdaConnection, lengths: ListLengths) {
    super(async (marker, signal) => (await connection.api()).listLayers(marker, signal), lengths);
    this.#lengths = lengths;
    this.id = connection.connection.id;
    this.connection = connection;
  }

  row(): Row {
    return connectionRow(this.connection);
  }

  protected node(layer: LayersListItem): TreeNode {
    return new LayerNode(this, this.connection, layer, this.#lengths);
  }

  protected emptyText(): string {
    return this.connection.notes === undefined ? l10n.t('No layers in this Region') : l10n.t('No layers: publish one through the API');
  }
}

/** A layer with its versions. */
class LayerNode extends PagedNode<LayerVersionsListItem> {
  readonly id: string;
  readonly parent: TreeNode;
  readonly copies: { readonly arn?: string };
  readonly #layer: LayersListItem;

  constructor(parent: TreeNode, connection: LambdaConnection, layer: LayersListItem, lengths: ListLengths) {
    const name = layer.LayerName ?? '';
    super(async (marker, signal) => (await connection.api()).listLayerVersions(name, marker, signal), lengths);
    this.id = childId(parent, name);
    this.parent = parent;
    this.copies = layer.LayerArn === undefined ? {} : { arn: layer.LayerArn };
    this.#layer = layer;
  }

  row(): Row {
    const latest = this.#layer.LatestMatchingVersion?.Version;
    return {
      label: this.#layer.LayerName ?? '',
      icon: 'layers',
      traits: [itemTraits.arn],
      ...(latest !== undefined && { description: l10n.t('latest {0}', latest) }),
    };
  }

  protected node(version: LayerVersionsListItem): TreeNode {
    const label = String(version.Version ?? '');
    const arn = version.LayerVersionArn;
    const runtimes = (version.CompatibleRuntimes ?? []).join(', ');
    const architectures = (version.CompatibleArchitectures ?? []).join(', ');
    const { CreatedDate: created } = version;
    const at = (style: 'short' | 'long') => (created === undefined ? undefined : formatTime(created, env.language, style));
    const description = joined(' · ', version.Description, runtimes, at('short'));
    const row: Row = { label, description, icon: 'tag', traits: [itemTraits.arn] };
    const tooltip = joined('\n', arn, version.Description, runtimes, architectures, version.LicenseInfo, at('long'));
    return new LeafNode(this, label, row, { tooltip, ...(arn !== undefined && { arn }) });
  }

  protected emptyText(): string {
    return l10n.t('No versions');
  }
}
