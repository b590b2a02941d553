import { env, l10n, type Uri, window } from 'vscode';
import * as v from 'valibot';
import type { Clock } from '../../common/clock.ts';
import { type Disposable, DisposableStore } from '../../common/disposable.ts';
import type { LambdaConnection } from '../connections/lambdaConnection.ts';
import { PagePanels } from '../ui/pagePanels.ts';
import type { CodeSigningDesk, Shown } from './codeSigningDesk.ts';
import { CodeSigningFeed } from './codeSigningFeed.ts';
import { codeSigningStrings } from './codeSigningStrings.ts';

export const codeSigningViewType = 'lambdaWorkbench.codeSigning';

export interface CodeSigningPanelsOptions {
  /** The extension's folder: pages are in `dist/webviews`. */
  readonly extensionUri: Uri;
  readonly desk: CodeSigningDesk;
  readonly clock: Clock;
  /** What to show where nobody has said what. */
  readonly otherwise: () => Shown;
}

/** What an earlier window's page has kept; anything else is as good as nothing. */
const KeptState = v.object({ subject: v.string() });

/** The Code Signing page in the editor area: one function, or the overview of a connection. */
export class CodeSigningPanels implements Disposable {
  readonly #owned = new DisposableStore();
  readonly #panels: PagePanels<CodeSigningFeed>;

  constructor({ extensionUri, ...feeding }: CodeSigningPanelsOptions) {
    const strings = codeSigningStrings();
    this.#panels = this.#owned.add(
      new PagePanels({
        viewType: codeSigningViewType,
        extensionUri,
        files: 'codeSigning',
        title: strings.title,
        icon: 'shield',
        createFeed: (post, state) => {
          const kept = v.safeParse(KeptState, state);
          const cancelled = () => l10n.t('It was not read to the end. Refresh to read it.');
          return new CodeSigningFeed({ ...feeding, strings, locale: env.language, post, subject: kept.success ? kept.output.subject : undefined, cancelled });
        },
      }),
    );
    // Who comes back from a terminal or a browser has changed something there.
    this.#owned.add(window.onDidChangeWindowState(({ focused }) => focused && this.#seen()));
  }

  /** Shows the page, of a function or a connection; brings the open one to the front. */
  async open(shown: Shown): Promise<void> {
    (await this.#panels.open()).show(shown);
  }

  /** Reads what is shown anew, where a page is open; with a connection, only what is shown of that. */
  changed(connection?: LambdaConnection): void {
    for (const feed of this.#panels.feeds()) feed.changed(connection);
  }

  dispose(): void {
    this.#owned.dispose();
  }

  #seen(): void {
    for (const feed of this.#panels.feeds()) feed.seen();
  }
}
