import { batch, computed, type ReadonlySignal, signal } from '@preact/signals';
import type { CodeSigningAction, CodeSigningFromPage, CodeSigningPageState, CodeSigningToPage, FunctionSigning, OverviewRow, SigningOverview } from '../../src/protocol/webview/codeSigning.ts';
import type { CodeSigningStrings, SigningColumn, SigningCount } from '../../src/protocol/webview/codeSigningStrings.ts';
import { fill } from '../shared/format.ts';
import { verdictOf } from './function/verdict.ts';
import { overviewCsv, overviewName } from './overview/overviewCsv.ts';
import { countsOf, filtered, type RowOrder, sorted } from './overview/overviewRows.ts';
import { readPageState } from './pageState.ts';
import { SigningFormats } from './signingFormats.ts';

export interface ModelPort {
  post(message: CodeSigningFromPage): void;
  save(state: CodeSigningPageState): void;
  restore(): unknown;
}

export interface ModelClock {
  /** Milliseconds, from any moment on. */
  monotonic(): number;
  /** The page's clock when `monotonic` was 0, in milliseconds since the epoch. */
  readonly origin: number;
}

/** What the page knows and what the user chose. Views read its signals. */
export class CodeSigningModel {
  readonly strings = signal<CodeSigningStrings | undefined>(undefined);
  readonly formats = signal(new SigningFormats('en'));
  readonly shown = signal<'function' | 'overview' | undefined>(undefined);
  readonly function = signal<FunctionSigning | undefined>(undefined);
  readonly overview = signal<SigningOverview | undefined>(undefined);
  readonly busy = signal<string | undefined>(undefined);
  readonly refused = signal<string | undefined>(undefined);
  readonly filter = signal('');
  readonly count = signal<SigningCount>('all');
  readonly order = signal<RowOrder>({ column: 'functionName', descending: false });
  /** What a screen reader says next. */
  readonly announcement = signal('');
  readonly counts: ReadonlySignal<Readonly<Record<SigningCount, number>>> = computed(() => countsOf(this.overview.value?.rows ?? [], this.now()));
  /** The overview's rows that show, in order. */
  readonly rows: ReadonlySignal<readonly OverviewRow[]> = computed(() =>
    sorted(filtered(this.overview.value?.rows ?? [], this.count.value, this.filter.value, this.now()), this.order.value, this.formats.value.collator.compare),
  );

  /** The user went to another view: it is to have the focus, of the overview the function one comes from. */
  summoned: { readonly to: 'function' | 'overview'; readonly functionName: string | undefined } | undefined;
  readonly #port: ModelPort;
  readonly #monotonic: () => number;
  readonly #later: (work: () => void) => void;
  /** The host's clock when ours was 0. */
  #epoch: number;
  #subject: string | undefined;

  /** Rows that came and do not show yet. */
  readonly #waiting = new Map<string, OverviewRow>();
  #waitingTotal = 0;
  /** The user went back to the overview: what is known of it shows until more is. */
  #returning = false;
  #said = '';

  /** `later` runs what it is given once, in a moment: rows come by the hundred, and are not worth a rendering each. */
  constructor(port: ModelPort, clock: ModelClock, later: (work: () => void) => void) {
    this.#port = port;
    this.#later = later;
    this.#monotonic = () => clock.monotonic();
    this.#epoch = clock.origin;
    const { subject, sort, filter = '', count = 'all' } = readPageState(port.restore());
    this.#subject = subject;
    this.filter.value = filter;
    this.count.value = count;
    if (sort !== undefined) this.order.value = sort;
  }

  /** Milliseconds since the epoch, by the host's clock. */
  now(): number {
    return this.#epoch + this.#monotonic();
  }

  /** Asks for everything. */
  begin(): void {
    this.#port.post({ type: 'ready' });
  }

  /** Somebody looks at the page again. */
  seen(): void {
    this.#port.post({ type: 'seen' });
  }

  receive(message: CodeSigningToPage): void {
    batch(() => this.#take(message));
  }

  refresh(): void {
    this.refused.value = undefined;
    this.#said = '';
    this.#port.post({ type: 'refresh' });
  }

  act(action: CodeSigningAction, subject?: string): void {
    this.refused.value = undefined;
    this.#port.post({ type: 'act', action, ...(subject !== undefined && { subject }) });
  }

  cancel(): void {
    this.#port.post({ type: 'cancel' });
  }

  dismiss(): void {
    this.refused.value = undefined;
  }

  copy(text: string, name: string): void {
    this.#port.post({ type: 'copy', text });
    this.announce(fill(this.strings.peek()?.copied ?? '', name));
  }

  openFunction(functionName: string): void {
    this.summoned = { to: 'function', functionName };
    this.#port.post({ type: 'open', functionName });
  }

  /** What is known of it shows at once. */
  openOverview(): void {
    this.summoned = { to: 'overview', functionName: this.function.peek()?.functionName };
    this.#returning = this.overview.peek()?.connection === this.function.peek()?.connection;
    if (this.#returning) this.shown.value = 'overview';
    this.#port.post({ type: 'open' });
  }

  sortBy(column: SigningColumn): void {
    const { column: current, descending } = this.order.peek();
    const order = { column, descending: column === current && !descending };
    this.order.value = order;
    const strings = this.strings.peek();
    if (strings !== undefined) this.announce(fill(order.descending ? strings.sortedDown : strings.sortedUp, strings.columns[column]));
    this.#saved();
  }

  narrow(filter: string, count: SigningCount): void {
    batch(() => {
      this.filter.value = filter;
      this.count.value = count;
    });
    this.announce(this.shownText());
    this.#saved();
  }

  /** `12 of 1,000 functions`. */
  shownText(): string {
    const { rows = [] } = this.overview.peek() ?? {};
    const formats = this.formats.peek();
    return fill(this.strings.peek()?.shown ?? '', formats.count(this.rows.peek().length), formats.count(rows.length));
  }

  /** What shows, as it is sorted and filtered. */
  export(): void {
    const connection = this.overview.peek()?.connection ?? '';
    this.#port.post({ type: 'export', name: overviewName(connection, this.now()), content: overviewCsv(connection, this.rows.peek(), this.now()) });
  }

  /** Says it, even if it was the last thing said. */
  announce(text: string): void {
    this.announcement.value = text === this.announcement.peek() ? `${text}\u00A0` : text;
  }

  #take(message: CodeSigningToPage): void {
    switch (message.type) {
      case 'hello':
        this.#epoch = message.now - this.#monotonic();
        this.strings.value = message.strings;
        this.formats.value = new SigningFormats(message.locale);
        return;
      case 'function':
        this.function.value = message.view;
        return this.#show('function', message.view.subject);
      case 'overview':
        this.#takeOverview(message.view);
        return this.#show('overview', message.view.subject);
      case 'overviewRows':
        return this.#takeRows(message.rows, message.total);
      case 'busy':
        if (message.text !== undefined && this.busy.value === undefined) this.announce(message.text);
        this.busy.value = message.text;
        return;
      case 'refused':
        this.refused.value = message.message;
    }
  }

  /** What is read again may not have changed. */
  #announceOnce(text: string): void {
    if (text !== this.#said) this.announce(text);
    this.#said = text;
  }

  #takeOverview(view: SigningOverview): void {
    this.#waiting.clear();
    const known = this.overview.peek();
    const kept = this.#returning && view.rows.length === 0 && known?.connection === view.connection ? known.rows : view.rows;
    this.#returning = false;
    this.overview.value = { ...view, rows: kept };
    if (view.rows.length > 0 && view.rows.length >= view.total) this.#announceOnce(this.shownText());
  }

  #takeRows(rows: readonly OverviewRow[], total: number): void {
    if (this.#waiting.size === 0) this.#later(() => this.#showRows());
    for (const row of rows) this.#waiting.set(row.functionName, row);
    this.#waitingTotal = total;
  }

  #showRows(): void {
    const overview = this.overview.peek();
    if (overview === undefined || this.#waiting.size === 0) return;
    const all = new Map([...overview.rows.map((row) => [row.functionName, row] as const), ...this.#waiting]);
    this.#waiting.clear();
    this.overview.value = { ...overview, rows: [...all.values()], total: this.#waitingTotal };
  }

  #show(shown: 'function' | 'overview', subject: string | undefined): void {
    this.shown.value = shown;
    const [strings, view] = [this.strings.peek(), this.function.peek()];
    if (shown === 'function' && strings !== undefined && view !== undefined) {
      this.#announceOnce(`${view.functionName}: ${verdictOf(view, { strings, formats: this.formats.peek(), now: this.now() }).headline}`);
    }
    if (subject === this.#subject) return;
    this.#subject = subject;
    this.#saved();
  }

  #saved(): void {
    const subject = this.#subject;
    this.#port.save({ ...(subject !== undefined && { subject }), sort: this.order.peek(), filter: this.filter.peek(), count: this.count.peek() });
  }
}
