import { env, type Uri } from 'vscode';
import type { Clock } from '../../common/clock.ts';
import type { Disposable } from '../../common/disposable.ts';
import type { FunctionTarget } from '../connections/lambdaConnection.ts';
import { PagePanels } from '../ui/pagePanels.ts';
import { type ScalingActions, ScalingFeed } from './scalingFeed.ts';
import type { ScalingDesk } from './scalingDesk.ts';
import type { ScalingSource } from './scalingSource.ts';
import { scalingStrings } from './scalingStrings.ts';

export const scalingViewType = 'lambdaWorkbench.scaling';

export interface ScalingPanelsOptions {
  /** The extension's folder: pages are in `dist/webviews`. */
  readonly extensionUri: Uri;
  readonly source: ScalingSource;
  readonly actions: ScalingActions;
  readonly desk: ScalingDesk;
  readonly clock: Clock;
}

/** The Scaling page in the editor area. */
export class ScalingPanels implements Disposable {
  readonly #panels: PagePanels<ScalingFeed>;

  constructor({ extensionUri, ...feeding }: ScalingPanelsOptions) {
    const strings = scalingStrings();
    this.#panels = new PagePanels({
      viewType: scalingViewType,
      extensionUri,
      files: 'scaling',
      title: strings.title,
      icon: 'graph-line',
      createFeed: (post) => new ScalingFeed({ ...feeding, strings, locale: env.language, post }),
    });
  }

  /** Shows the page, of one function where one is named; brings the open one to the front. */
  async open(target?: FunctionTarget): Promise<void> {
    const feed = await this.#panels.open();
    if (target !== undefined) feed.select(target);
  }

  dispose(): void {
    this.#panels.dispose();
  }
}
