import { randomBytes } from 'node:crypto';
import { env, TabInputWebview, ThemeIcon, Uri, ViewColumn, type WebviewPanel, window } from 'vscode';
import { type Disposable, DisposableStore } from '../../common/disposable.ts';
import { pageHtml } from './pageHtml.ts';

/** What feeds one page. */
export interface PageFeed extends Disposable {
  /** Takes a message of the page; what is none of ours is passed over. */
  receive(message: unknown): void;
  /** Nothing is sent until the page says again that it is ready. */
  hide(): void;
}

export interface PagePanelsOptions<Feed extends PageFeed> {
  readonly viewType: string;
  /** The extension's folder: pages are in `dist/webviews`. */
  readonly extensionUri: Uri;
  /** Of the page's files: `scaling` has `scaling.js` and `scaling.css`. */
  readonly files: string;
  readonly title: string;
  /** A codicon's name. */
  readonly icon: string;
  /** @param state what the page has kept of an earlier window. */
  readonly createFeed: (post: (message: unknown) => void, state: unknown) => Feed;
}

/** A page in the editor area: opened by command, brought back when the window reloads. */
export class PagePanels<Feed extends PageFeed> implements Disposable {
  readonly #options: PagePanelsOptions<Feed>;
  readonly #owned = new DisposableStore();
  /** Open panels, the one that was opened last at the end. */
  readonly #open = new Map<WebviewPanel, Feed>();

  constructor(options: PagePanelsOptions<Feed>) {
    this.#options = options;
    this.#owned.add(
      window.registerWebviewPanelSerializer(options.viewType, {
        deserializeWebviewPanel: (panel, state: unknown) => {
          this.#fill(panel, state);
          return Promise.resolve();
        },
      }),
    );
  }

  /** Shows the page: brings the open one to the front, where there is one. */
  async open(): Promise<Feed> {
    const [panel, feed] = [...this.#open].at(-1) ?? (await this.#openFirst());
    panel.reveal();
    return feed;
  }

  /** Of the open panels. */
  feeds(): Iterable<Feed> {
    return this.#open.values();
  }

  dispose(): void {
    for (const panel of this.#open.keys()) panel.dispose();
    this.#owned.dispose();
  }

  /** A tab of an earlier window that has not been shown yet has no panel that could be brought to the front: it is replaced. */
  async #openFirst(): Promise<[WebviewPanel, Feed]> {
    const restored = window.tabGroups.all.flatMap(({ tabs }) => tabs).filter(({ input }) => this.#isOurs(input));
    if (restored.length > 0) await window.tabGroups.close(restored);
    // One that was about to be shown may have got its panel meanwhile.
    return [...this.#open].at(-1) ?? this.#create();
  }

  #create(): [WebviewPanel, Feed] {
    const { viewType, title } = this.#options;
    const panel = window.createWebviewPanel(viewType, title, ViewColumn.Active);
    return [panel, this.#fill(panel, undefined)];
  }

  #fill(panel: WebviewPanel, state: unknown): Feed {
    const { extensionUri, files, title, icon, createFeed } = this.#options;
    const folder = Uri.joinPath(extensionUri, 'dist', 'webviews');
    const { webview } = panel;
    // Whether a message arrives does not matter: a page that comes back asks for everything.
    const feed = createFeed((message) => void webview.postMessage(message), state);
    this.#open.set(panel, feed);
    webview.onDidReceiveMessage((message) => feed.receive(message));
    panel.onDidChangeViewState(() => {
      if (!panel.visible) feed.hide();
    });
    panel.onDidDispose(() => {
      this.#open.delete(panel);
      feed.dispose();
    });
    panel.title = title;
    panel.iconPath = new ThemeIcon(icon);
    webview.options = { enableScripts: true, localResourceRoots: [folder] };
    webview.html = pageHtml({
      language: env.language,
      title,
      script: webview.asWebviewUri(Uri.joinPath(folder, `${files}.js`)).toString(),
      styleSheet: webview.asWebviewUri(Uri.joinPath(folder, `${files}.css`)).toString(),
      nonce: randomBytes(18).toString('base64'),
    });
    return feed;
  }

  /** VS Code puts a prefix of its own before the type. */
  #isOurs(input: unknown): boolean {
    const { viewType } = this.#options;
    return input instanceof TabInputWebview && (input.viewType === viewType || input.viewType.endsWith(`-${viewType}`));
  }
}
