import { signal } from '@preact/signals';
import type { ScalingSeries } from '../../../src/lambda/scaling/metrics/scalingSeries.ts';
import type { AwsSource } from '../../../src/protocol/webview/scaling.ts';
import { awsSeries } from './awsSeries.ts';
import { Figures } from './figures.ts';

/** CloudWatch has metrics of whole minutes. */
const periodMs = 60_000;
const longPeriodMs = 300_000;
/** New metrics come once a minute. */
const againAfterMs = 30_000;

export interface ReadAws {
  readonly requestId: number;
  readonly from: number;
  readonly to: number;
  readonly periodMs: number;
}

/** What is shown of a function of AWS: asks the host for the range that shows, and again as time goes on. */
export class AwsFigures {
  readonly chosen = signal<AwsSource | undefined>(undefined);
  /** Why the latest figures could not be had. */
  readonly refused = signal<string | undefined>(undefined);
  readonly loading = signal(false);
  figures: Figures | undefined;
  readonly #read: (request: ReadAws) => void;
  readonly #nextId: () => number;
  #asked: { readonly id: number; readonly from: number; readonly to: number; readonly at: number } | undefined;

  constructor(read: (request: ReadAws) => void, nextId: () => number) {
    this.#read = read;
    this.#nextId = nextId;
  }

  choose(chosen: AwsSource | undefined): void {
    this.chosen.value = chosen;
    this.refused.value = undefined;
    this.loading.value = false;
    this.figures = undefined;
    this.#asked = undefined;
  }

  /** Asks anew, whatever was asked before. */
  again(): void {
    this.#asked = undefined;
    this.loading.value = false;
  }

  /** Asks where what is known does not reach. `now` is monotonic, in milliseconds. */
  show(from: number, to: number, now: number): void {
    if (this.chosen.peek() === undefined) return;
    const asked = this.#asked;
    if (asked !== undefined && from >= asked.from && to <= asked.to) return;
    // Where time alone went on, once in a while; where the range was moved, as soon as the answer before has come.
    const moved = asked === undefined || from < asked.from || to > asked.to + againAfterMs;
    if (asked !== undefined && (this.loading.peek() || (!moved && now - asked.at < againAfterMs))) return;
    const period = to - from > 24 * 3_600_000 ? longPeriodMs : periodMs;
    const request = { requestId: this.#nextId(), from: (Math.floor(from / period) - 1) * period, to: Math.ceil(to / period) * period, periodMs: period };
    this.#asked = { id: request.requestId, from: request.from, to: request.to, at: now };
    this.loading.value = true;
    this.#read(request);
  }

  /** Whether the answer was for this. */
  take(requestId: number, series: ScalingSeries): boolean {
    const chosen = this.chosen.peek();
    if (this.#asked?.id !== requestId || chosen === undefined) return false;
    this.figures = new Figures(awsSeries(series, chosen));
    this.loading.value = false;
    this.refused.value = undefined;
    return true;
  }

  refuse(requestId: number, message: string): boolean {
    if (this.#asked?.id !== requestId) return false;
    this.loading.value = false;
    this.refused.value = message;
    return true;
  }
}
