import * as vscode from 'vscode';
import type { Clock } from '../../../common/clock.ts';
import { type Disposable, DisposableStore } from '../../../common/disposable.ts';
import type { LambdaConnection } from '../../connections/lambdaConnection.ts';
import { viewIds } from '../../contributions.ts';
import type { RegionModel } from '../../localRegion/regionModel.ts';
import { Throttle } from '../../ui/throttle.ts';
import { NodeTree } from '../nodeTree.ts';
import { EnvironmentNode } from './environmentNode.ts';

/** Environments change with every invocation; people can follow two pictures a second. */
const redrawMs = 500;

/** The Local runner view: the execution environments there are. */
export class LocalRunnerView implements Disposable {
  readonly tree: NodeTree;
  readonly #owned = new DisposableStore();

  constructor(model: RegionModel, connection: LambdaConnection, clock: Clock, onVisible: () => void) {
    this.tree = this.#owned.add(new NodeTree(async () => environmentNodes(model, connection, clock.now())));
    const view = this.#owned.add(vscode.window.createTreeView(viewIds.localRunner, { treeDataProvider: this.tree }));
    let drawn = '';
    const redraw = this.#owned.add(new Throttle(clock, redrawMs, () => {
      if (!view.visible) return;
      const picture = environmentNodes(model, connection, clock.now()).map(({ picture }) => picture).join('\n');
      // Drawing closes the hover that someone may be reading.
      if (picture === drawn) return;
      drawn = picture;
      this.tree.redraw();
    }));
    this.#owned.add(model.onDidChangeEnvironments(() => redraw.ask()));
    this.#owned.add(view.onDidChangeVisibility(({ visible }) => {
      if (!visible) return;
      redraw.ask();
      onVisible();
    }));
  }

  dispose(): void {
    this.#owned.dispose();
  }
}

/** By function, then in the order in which they were started. */
function environmentNodes(model: RegionModel, connection: LambdaConnection, now: number): readonly EnvironmentNode[] {
  return [...model.environments.values()]
    .sort((one, other) => one.functionName.localeCompare(other.functionName) || one.startedAt - other.startedAt || one.id.localeCompare(other.id))
    .map((environment) => new EnvironmentNode(environment, connection, now));
}
