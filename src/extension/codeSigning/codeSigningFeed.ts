import * as v from 'valibot';
import type { Clock } from '../../common/clock.ts';
import { messageOf } from '../../common/codedError.ts';
import type { Disposable } from '../../common/disposable.ts';
import { CodeSigningFromPage, type CodeSigningToPage, type FunctionSigning, type OverviewRow } from '../../protocol/webview/codeSigning.ts';
import type { CodeSigningStrings } from '../../protocol/webview/codeSigningStrings.ts';
import type { LambdaConnection } from '../connections/lambdaConnection.ts';
import type { PageFeed } from '../ui/pagePanels.ts';
import { Throttle } from '../ui/throttle.ts';
import type { CodeSigningDesk, Shown } from './codeSigningDesk.ts';

export interface CodeSigningFeedOptions {
  readonly desk: CodeSigningDesk;
  readonly clock: Clock;
  readonly strings: CodeSigningStrings;
  /** BCP 47. */
  readonly locale: string;
  readonly post: (message: CodeSigningToPage) => void;
  /** What the page has kept of an earlier window. */
  readonly subject: string | undefined;
  /** What to show where nobody has said what. */
  readonly otherwise: () => Shown;
  /** In the user's words. */
  readonly cancelled: () => string;
}

/** Downloads tell of themselves with every piece. */
const reportMs = 150;
/** What nobody has asked for is told only once it takes longer. */
const quietMs = 1_000;
/** Who looks again sees what others have changed meanwhile; but what took long to read is not read at every glance. */
const leastRestMs = 3_000;
const restsPerReading = 5;

/** What was read, as far as it is. */
type Content =
  | { readonly type: 'function'; readonly view: FunctionSigning }
  | { readonly type: 'overview'; readonly rows: Map<string, OverviewRow>; total: number };

/** Feeds one page: what it shows is read once, goes on being read while the page is hidden, and is told whole when the page comes back. */
export class CodeSigningFeed implements PageFeed {
  readonly #options: CodeSigningFeedOptions;
  readonly #reports: Throttle;
  #showing = false;
  #restoring: string | undefined;
  #shown: Shown | undefined;
  #content: Content | undefined;
  #reading: AbortController | undefined;
  #busy: string | undefined;
  /** Until then nothing is told of what goes on. */
  #quiet: Disposable | undefined;
  #readAt = Number.NEGATIVE_INFINITY;
  #readMs = 0;
  #refused: string | undefined;
  #acting = false;

  constructor(options: CodeSigningFeedOptions) {
    this.#options = options;
    this.#restoring = options.subject;
    this.#reports = new Throttle(options.clock, reportMs, () => this.#tellBusy());
  }

  receive(message: unknown): void {
    const { success, output } = v.safeParse(CodeSigningFromPage, message);
    if (!success) return;
    switch (output.type) {
      case 'ready':
        return void this.#ready();
      case 'seen':
        return this.seen();
      case 'refresh':
        return this.#refresh();
      case 'act':
        return void this.#act(output.action, output.subject);
      case 'open':
        return this.#open(output.functionName);
      case 'export':
        return this.#tried(() => this.#options.desk.save(output));
      case 'copy':
        return this.#tried(() => this.#options.desk.copy(output.text));
      case 'cancel':
        return this.#cancel();
      default:
        return output satisfies never;
    }
  }

  /** Shows something, at once or as soon as the page shows. */
  show(shown: Shown): void {
    this.#restoring = undefined;
    const { desk } = this.#options;
    const isSame = this.#shown !== undefined && desk.subjectOf(this.#shown) === desk.subjectOf(shown);
    this.#shown = shown;
    if (!isSame) this.#content = undefined;
    this.#refused = undefined;
    void this.#read(false);
  }

  /** What was read is not so any more: a function has changed. `connection`: that of the function; absent: any. */
  changed(connection?: LambdaConnection): void {
    if (this.#shown === undefined || this.#acting) return;
    if (connection === undefined || connectionOf(this.#shown) === connection) void this.#read(false, true);
  }

  /** Somebody looks at the page again: what it shows may have been changed by others. */
  seen(): void {
    if (!this.#showing || this.#shown === undefined || this.#reading !== undefined || this.#acting) return;
    const restMs = Math.max(leastRestMs, this.#readMs * restsPerReading);
    if (this.#options.clock.monotonic() - this.#readAt >= restMs) void this.#read(false, true);
  }

  hide(): void {
    this.#showing = false;
  }

  dispose(): void {
    this.hide();
    this.#reading?.abort();
    this.#quiet?.dispose();
    this.#reports.dispose();
  }

  async #ready(): Promise<void> {
    const { clock, locale, strings, desk, otherwise } = this.#options;
    this.#showing = true;
    this.#post({ type: 'hello', locale, now: clock.now(), strings });
    this.#tellContent();
    this.#tellBusy();
    if (this.#refused !== undefined) this.#post({ type: 'refused', message: this.#refused });
    if (this.#shown !== undefined) return this.seen();
    const subject = this.#restoring;
    const restored = subject === undefined ? undefined : await desk.shownOf(subject).catch(() => undefined);
    // Something may have been asked for meanwhile.
    if (this.#shown === undefined) this.show(restored ?? otherwise());
  }

  #refresh(): void {
    this.#refused = undefined;
    void this.#read(true);
  }

  #open(functionName: string | undefined): void {
    const connection = this.#connection();
    if (connection === undefined) return;
    this.show(functionName === undefined ? { type: 'overview', connection } : { type: 'function', target: { connection, functionName } });
  }

  async #act(action: Parameters<CodeSigningDesk['act']>[0], subject: string | undefined): Promise<void> {
    const shown = this.#shown;
    // A question is open already.
    if (this.#acting || shown === undefined) return;
    this.#acting = true;
    try {
      await this.#options.desk.act(action, subject, shown);
    } catch (error) {
      this.#options.desk.showProblem(error, () => void this.#act(action, subject));
    } finally {
      this.#acting = false;
    }
    if (this.#shown === shown) void this.#read(false);
  }

  #cancel(): void {
    this.#reading?.abort();
    this.#reading = undefined;
    this.#settle();
    if (this.#content === undefined) this.#refuse(this.#options.cancelled());
  }

  /** The latest reading wins: the one before it gets no answer. */
  async #read(anew: boolean, quietly = false): Promise<void> {
    const shown = this.#shown;
    if (shown === undefined) return;
    this.#reading?.abort();
    const abort = new AbortController();
    this.#reading = abort;
    const { clock, strings } = this.#options;
    const began = clock.monotonic();
    this.#hush(quietly && this.#content !== undefined);
    this.#report(strings.reading);
    try {
      if (shown.type === 'function') await this.#readFunction(shown.target, abort.signal, anew);
      else await this.#readOverview(shown.connection, abort.signal);
    } catch (error) {
      if (this.#reading === abort) this.#refuse(messageOf(error));
    }
    if (this.#reading !== abort) return;
    this.#reading = undefined;
    this.#readAt = clock.monotonic();
    this.#readMs = this.#readAt - began;
    this.#settle();
  }

  async #readFunction(target: Extract<Shown, { readonly type: 'function' }>['target'], signal: AbortSignal, anew: boolean): Promise<void> {
    const view = await this.#options.desk.readFunction(target, this.#readingOf(signal), anew);
    if (signal.aborted) return;
    this.#content = { type: 'function', view };
    this.#refused = undefined;
    this.#tellContent();
  }

  /** Rows come in the place of those that were there; those of functions that are gone go at the end. */
  async #readOverview(connection: Extract<Shown, { readonly type: 'overview' }>['connection'], signal: AbortSignal): Promise<void> {
    const content: Content = this.#content?.type === 'overview' ? this.#content : { type: 'overview', rows: new Map(), total: 0 };
    const isFirst = this.#content !== content;
    this.#content = content;
    if (isFirst) this.#tellContent();
    const seen = new Set<string>();
    await this.#options.desk.readOverview(connection, this.#readingOf(signal), (rows, total) => {
      if (signal.aborted || this.#content !== content) return;
      for (const row of rows) {
        seen.add(row.functionName);
        content.rows.set(row.functionName, row);
      }
      content.total = Math.max(total, content.rows.size);
      this.#post({ type: 'overviewRows', rows, total: content.total });
    });
    if (signal.aborted) return;
    for (const name of [...content.rows.keys()].filter((each) => !seen.has(each))) content.rows.delete(name);
    content.total = content.rows.size;
    this.#refused = undefined;
    this.#tellContent();
  }

  #readingOf(signal: AbortSignal) {
    return { signal, report: (text: string) => !signal.aborted && this.#report(text) };
  }

  #report(text: string): void {
    this.#busy = text;
    this.#reports.ask();
  }

  #settle(): void {
    this.#busy = undefined;
    this.#hush(false);
    this.#tellBusy();
  }

  #hush(quietly: boolean): void {
    this.#quiet?.dispose();
    const loud = (): void => {
      this.#quiet = undefined;
      this.#tellBusy();
    };
    this.#quiet = quietly ? this.#options.clock.after(quietMs, loud) : undefined;
  }

  #refuse(message: string): void {
    this.#refused = message;
    this.#post({ type: 'refused', message });
  }

  #tried(work: () => Promise<void>): void {
    work().catch((error: unknown) => this.#options.desk.showProblem(error, () => this.#tried(work)));
  }

  #tellBusy(): void {
    if (this.#quiet !== undefined) return;
    this.#post({ type: 'busy', ...(this.#busy !== undefined && { text: this.#busy }) });
  }

  #tellContent(): void {
    const { desk } = this.#options;
    const content = this.#content;
    const shown = this.#shown;
    if (content === undefined || shown === undefined) return;
    const subject = desk.subjectOf(shown);
    if (content.type === 'function') this.#post({ type: 'function', view: { ...content.view, subject } });
    else this.#post({ type: 'overview', view: { subject, connection: desk.labelOf(connectionOf(shown)), rows: [...content.rows.values()], total: content.total } });
  }

  #connection() {
    return this.#shown === undefined ? undefined : connectionOf(this.#shown);
  }

  #post(message: CodeSigningToPage): void {
    if (this.#showing) this.#options.post(message);
  }
}

function connectionOf(shown: Shown) {
  return shown.type === 'function' ? shown.target.connection : shown.connection;
}
