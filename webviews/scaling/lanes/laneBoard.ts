import { type Signal, signal } from '@preact/signals';
import { CrispCanvas } from '../../shared/crispCanvas.ts';
import { type LaneLayout, layOutLanes, rowAt, rowsWithin } from './laneLayout.ts';
import { drawRow } from './lanePainter.ts';
import { gutter, paddingRight, timeGrid, type View } from '../view.ts';

/** How far beside a segment one may point, in CSS pixels. */
const slackPixels = 3;

/** Draws the lanes that are scrolled into view, and knows which one is pointed at. */
export class LaneBoard {
  /** The id of the environment that is pointed at or chosen by keys. */
  readonly selected: Signal<string | undefined> = signal(undefined);
  readonly counts: Signal<{ readonly shown: number; readonly all: number }> = signal({ shown: 0, all: 0 });
  readonly #view: View;
  #canvas: CrispCanvas | undefined;
  #scroller: HTMLElement | undefined;
  #spacer: HTMLElement | undefined;
  #layout: LaneLayout = { rows: [], height: 0, lanes: 0 };
  #size = { width: 0, height: 0 };

  constructor(view: View) {
    this.#view = view;
  }

  /** Milliseconds. */
  get slack(): number {
    return (this.#view.model.time.range.peek().lengthMs * slackPixels) / Math.max(1, this.#plotWidth);
  }

  attach(canvas: HTMLCanvasElement, scroller: HTMLElement, spacer: HTMLElement): () => void {
    this.#canvas = new CrispCanvas(canvas);
    this.#scroller = scroller;
    this.#spacer = spacer;
    const fit = (): void => {
      this.#size = { width: scroller.offsetWidth, height: scroller.offsetHeight };
      this.draw();
    };
    const sizes = new ResizeObserver(fit);
    sizes.observe(scroller);
    fit();
    return () => {
      sizes.disconnect();
      this.#canvas = undefined;
    };
  }

  draw(): void {
    const { model, theme: themeSignal } = this.#view;
    const [frame, scroller, theme] = [model.frame.peek(), this.#scroller, themeSignal.peek()];
    if (frame === undefined || scroller === undefined) return;
    const { width, height } = this.#size;
    this.#layout = layOutLanes(model.lanes(frame), frame, height);
    if (this.#spacer !== undefined) this.#spacer.style.height = `${this.#layout.height}px`;
    const context = this.#canvas?.begin(width, height);
    if (context === undefined) return;
    const { scrollTop } = scroller;
    this.#drawGrid(context, frame.from, frame.to);
    const canvas = { context, theme, sources: this.#view.strings.sources, left: gutter, width: this.#plotWidth, from: frame.from, to: frame.to };
    let shown = 0;
    for (const row of rowsWithin(this.#layout, scrollTop, height)) {
      const top = row.top - scrollTop;
      drawRow(canvas, row, top, row.kind === 'lane' && row.lane.id === this.selected.peek());
      if (row.kind === 'lane' && top > -row.height / 2 && top + row.height / 2 < height) shown++;
    }
    const counts = this.counts.peek();
    if (counts.shown !== shown || counts.all !== this.#layout.lanes) this.counts.value = { shown, all: this.#layout.lanes };
  }

  /** Selects the lane at a height of the window. */
  point(clientY: number): void {
    const scroller = this.#scroller;
    if (scroller === undefined) return;
    const row = rowAt(this.#layout, clientY - scroller.getBoundingClientRect().top + scroller.scrollTop);
    this.select(row?.kind === 'lane' ? row.lane.id : undefined);
  }

  select(id: string | undefined): void {
    this.selected.value = id;
  }

  /** Selects the lane `by` rows farther down, and scrolls to it. */
  move(by: number): void {
    const rows = this.#layout.rows.filter((row) => row.kind === 'lane');
    const current = rows.findIndex(({ lane }) => lane.id === this.selected.value);
    const next = rows[Math.min(rows.length - 1, Math.max(0, current === -1 ? 0 : current + by))];
    if (next === undefined || this.#scroller === undefined) return;
    this.select(next.lane.id);
    const { scrollTop, clientHeight } = this.#scroller;
    if (next.top < scrollTop) this.#scroller.scrollTop = next.top;
    else if (next.top + next.height > scrollTop + clientHeight) this.#scroller.scrollTop = next.top + next.height - clientHeight;
  }

  /** The selected lane's lower edge, in CSS pixels from the panel's top. */
  selectedBottom(): number | undefined {
    const row = this.#layout.rows.find((each) => each.kind === 'lane' && each.lane.id === this.selected.value);
    return row === undefined ? undefined : row.top + row.height - (this.#scroller?.scrollTop ?? 0);
  }

  get element(): HTMLCanvasElement | undefined {
    return this.#canvas?.element;
  }

  get size(): { readonly width: number; readonly height: number } {
    return this.#size;
  }

  get #plotWidth(): number {
    return this.#size.width - gutter - paddingRight;
  }

  #drawGrid(context: CanvasRenderingContext2D, from: number, to: number): void {
    const { colors } = this.#view.theme.peek();
    const scale = this.#plotWidth / (to - from);
    context.fillStyle = colors.grid;
    for (const tick of timeGrid(from, to, this.#plotWidth).ticks) context.fillRect(Math.round(gutter + (tick - from) * scale), 0, 1, this.#size.height);
    context.fillStyle = colors.axis;
    context.fillRect(gutter, 0, 1, this.#size.height);
  }
}
