import type { FunctionConfiguration } from '@aws-sdk/client-lambda';
import { l10n } from 'vscode';
import type { LambdaConnection } from '../../connections/lambdaConnection.ts';
import { itemTraits } from '../../contributions.ts';
import { joined } from '../../ui/formats.ts';
import { runsWithProfile } from '../../ui/runsWithProfile.ts';
import { connectionRow } from '../connectionRow.ts';
import { PagedNode } from '../pagedNode.ts';
import type { Row, TreeNode } from '../treeNode.ts';
import { FunctionNode } from './functionNode.ts';
import type { FunctionsSurroundings } from './functionsSurroundings.ts';

/** A connection with its functions. */
export class ConnectionNode extends PagedNode<FunctionConfiguration> {
  readonly id: string;
  readonly parent = undefined;
  override readonly expands: 'collapsed' | 'expanded';
  readonly connection: LambdaConnection;
  readonly #surroundings: FunctionsSurroundings;

  constructor(connection: LambdaConnection, surroundings: FunctionsSurroundings) {
    super(async (marker, signal) => (await connection.api()).listFunctions(marker, signal), surroundings.lengths);
    this.id = connection.connection.id;
    this.connection = connection;
    this.#surroundings = surroundings;
    // What costs nobody anything is open from the beginning; AWS is asked when the user opens it.
    this.expands = connection.live ? 'expanded' : 'collapsed';
  }

  row(): Row {
    return { ...connectionRow(this.connection), traits: [itemTraits.connection] };
  }

  tooltip(): string {
    const { connection, handlersProfile: profile } = this.connection;
    return joined('\n', `${connection.label} · ${connection.region}`, profile && runsWithProfile(profile));
  }

  protected node(item: FunctionConfiguration): TreeNode {
    return new FunctionNode(this, { connection: this.connection, functionName: item.FunctionName ?? '' }, item, this.#surroundings);
  }

  protected emptyText(): string {
    return this.connection.notes === undefined
      ? l10n.t('No functions in this Region')
      : l10n.t('No functions: add a template.yaml, or create one through the API');
  }
}
