import { randomBytes } from 'node:crypto';
import { env, TabInputWebview, ThemeIcon, Uri, ViewColumn, type WebviewPanel, window } from 'vscode';
import type { Clock } from '../../common/clock.ts';
import { type Disposable, DisposableStore } from '../../common/disposable.ts';
import type { FunctionTarget } from '../connections/lambdaConnection.ts';
import { type ScalingActions, ScalingFeed } from './scalingFeed.ts';
import type { ScalingDesk } from './scalingDesk.ts';
import { scalingHtml } from './scalingHtml.ts';
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

/** The Scaling page in the editor area: opened by command, brought back when the window reloads. */
export class ScalingPanels implements Disposable {
  readonly #options: ScalingPanelsOptions;
  readonly #owned = new DisposableStore();
  /** Open panels, the one that was opened last at the end. */
  readonly #open = new Map<WebviewPanel, ScalingFeed>();

  constructor(options: ScalingPanelsOptions) {
    this.#options = options;
    this.#owned.add(
      window.registerWebviewPanelSerializer(scalingViewType, {
        deserializeWebviewPanel: (panel) => {
          this.#fill(panel);
          return Promise.resolve();
        },
      }),
    );
  }

  /** Shows the page, of one function where one is named; brings the open one to the front. */
  async open(target?: FunctionTarget): Promise<void> {
    const [panel, feed] = [...this.#open].at(-1) ?? (await this.#openFirst());
    panel.reveal();
    if (target !== undefined) feed.select(target);
  }

  dispose(): void {
    for (const panel of this.#open.keys()) panel.dispose();
    this.#owned.dispose();
  }

  /** A tab of an earlier window that has not been shown yet has no panel that could be brought to the front: it is replaced. */
  async #openFirst(): Promise<[WebviewPanel, ScalingFeed]> {
    const restored = window.tabGroups.all.flatMap(({ tabs }) => tabs).filter(({ input }) => isScalingTab(input));
    if (restored.length > 0) await window.tabGroups.close(restored);
    // One that was about to be shown may have got its panel meanwhile.
    return [...this.#open].at(-1) ?? this.#create();
  }

  #create(): [WebviewPanel, ScalingFeed] {
    const panel = window.createWebviewPanel(scalingViewType, scalingStrings().title, ViewColumn.Active);
    return [panel, this.#fill(panel)];
  }

  #fill(panel: WebviewPanel): ScalingFeed {
    const { extensionUri, source, actions, desk, clock } = this.#options;
    const folder = Uri.joinPath(extensionUri, 'dist', 'webviews');
    const strings = scalingStrings();
    const { webview } = panel;
    const feed = new ScalingFeed({
      source, actions, desk, clock, strings, locale: env.language,
      // Whether a message arrives does not matter: a page that comes back asks for everything.
      post: (message) => void webview.postMessage(message),
    });
    this.#open.set(panel, feed);
    webview.onDidReceiveMessage((message) => feed.receive(message));
    panel.onDidChangeViewState(() => {
      if (!panel.visible) feed.hide();
    });
    panel.onDidDispose(() => {
      this.#open.delete(panel);
      feed.dispose();
    });
    panel.title = strings.title;
    panel.iconPath = new ThemeIcon('graph-line');
    webview.options = { enableScripts: true, localResourceRoots: [folder] };
    webview.html = scalingHtml({
      language: env.language,
      title: strings.title,
      script: webview.asWebviewUri(Uri.joinPath(folder, 'scaling.js')).toString(),
      styleSheet: webview.asWebviewUri(Uri.joinPath(folder, 'scaling.css')).toString(),
      nonce: randomBytes(18).toString('base64'),
    });
    return feed;
  }
}

/** VS Code puts a prefix of its own before the type. */
function isScalingTab(input: unknown): boolean {
  return input instanceof TabInputWebview && (input.viewType === scalingViewType || input.viewType.endsWith(`-${scalingViewType}`));
}
