import { codeOf, messageOf } from '../../common/codedError.ts';
import type { Disposable } from '../../common/disposable.ts';
import type { AwsSource, ScalingFromPage, ScalingToPage } from '../../protocol/webview/scaling.ts';
import type { FunctionTarget } from '../connections/lambdaConnection.ts';
import { localConnectionId } from '../connections/localConnection.ts';
import type { ExportedFile, ScalingDesk } from './scalingDesk.ts';

type MessageOf<T extends ScalingFromPage['type']> = Extract<ScalingFromPage, { readonly type: T }>;

/** A read that nobody waits for any more. */
const superseded = Symbol('superseded');

/** One page's requests of the desk: the function of AWS that it shows, one read at a time, one change at a time. */
export class DeskRequests implements Disposable {
  readonly #desk: ScalingDesk;
  readonly #post: (message: ScalingToPage) => void;
  #showing = false;
  #chosen: AwsSource | undefined;
  #reading: AbortController | undefined;
  #applying = false;

  constructor(desk: ScalingDesk, post: (message: ScalingToPage) => void) {
    this.#desk = desk;
    this.#post = (message) => {
      if (this.#showing) post(message);
    };
  }

  /** The page is ready, and knows nothing. */
  show(): void {
    this.#showing = true;
    if (this.#chosen !== undefined) this.#tellChosen();
  }

  /** Nobody waits for figures any more. */
  hide(): void {
    this.#showing = false;
    this.#stopReading();
  }

  choose(wanted: boolean): Promise<void> {
    // Who gives up keeps what was chosen before.
    return this.#take(async () => (wanted ? ((await this.#desk.chooseAws()) ?? this.#chosen) : undefined));
  }

  /** A function of AWS that the user has named elsewhere. */
  chooseFunction(target: FunctionTarget): Promise<void> {
    return this.#take(async () => (await this.#desk.sourceOf(target)) ?? this.#chosen);
  }

  /** The latest read wins: the one before it gets no answer. */
  async read({ requestId, from, to, periodMs }: MessageOf<'read'>): Promise<void> {
    this.#stopReading();
    const source = this.#chosen;
    if (!this.#showing) return;
    if (source === undefined) return this.#tellChosen();
    const abort = new AbortController();
    this.#reading = abort;
    try {
      const series = await this.#desk.read(source, { from, to, periodMs }, abort.signal);
      if (!abort.signal.aborted) this.#post({ type: 'series', requestId, series });
    } catch (error) {
      if (!abort.signal.aborted) this.#post({ type: 'refused', requestId, message: messageOf(error) });
    } finally {
      if (this.#reading === abort) this.#reading = undefined;
    }
  }

  async save(file: ExportedFile): Promise<void> {
    try {
      await this.#desk.save(file);
    } catch (error) {
      this.#desk.showProblem(error, () => void this.save(file));
    }
  }

  async apply({ requestId, target, functionName, change }: MessageOf<'apply'>): Promise<void> {
    const connection = target === 'local' ? localConnectionId : this.#chosen?.connection;
    // A question is open already, or the page shows what it should not.
    if (this.#applying || connection === undefined) return this.#post({ type: 'applied', requestId, done: false });
    this.#applying = true;
    try {
      const done = await this.#desk.apply({ connection, functionName, change });
      this.#post({ type: 'applied', requestId, done });
      if (done && change.type === 'reserved') this.#reserved(connection, functionName, change.value);
    } catch (error) {
      // Whoever cancelled it knows.
      if (codeOf(error) === 'cancelled') this.#post({ type: 'applied', requestId, done: false });
      else this.#post({ type: 'refused', requestId, message: messageOf(error) });
    } finally {
      this.#applying = false;
    }
  }

  dispose(): void {
    this.hide();
  }

  #reserved(connection: string, functionName: string, value: number | null): void {
    if (this.#chosen?.connection !== connection || this.#chosen.functionName !== functionName) return;
    const { reservedConcurrency: _, ...others } = this.#chosen;
    this.#chosen = { ...others, ...(value !== null && { reservedConcurrency: value }) };
    this.#tellChosen();
  }

  async #take(choose: () => Promise<AwsSource | undefined>): Promise<void> {
    try {
      const chosen = await choose();
      if (chosen !== this.#chosen) this.#stopReading();
      this.#chosen = chosen;
    } catch (error) {
      this.#desk.showProblem(error, () => void this.#take(choose));
    }
    this.#tellChosen();
  }

  #tellChosen(): void {
    this.#post({ type: 'aws', chosen: this.#chosen });
  }

  #stopReading(): void {
    this.#reading?.abort(superseded);
    this.#reading = undefined;
  }
}
