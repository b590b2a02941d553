/** Draws when asked to, in an animation frame, and no sooner than `intervalMs()` after the last time. Draws nothing while the page is hidden. */
export class FrameLoop {
  readonly #draw: () => void;
  readonly #intervalMs: () => number;
  #timer: number | undefined;
  #due = 0;
  #drawnAt = Number.NEGATIVE_INFINITY;

  constructor(draw: () => void, intervalMs: () => number) {
    this.#draw = draw;
    this.#intervalMs = intervalMs;
  }

  /** Draws `delayMs` after the last time, or as soon as it may. The soonest of several requests counts. */
  request(delayMs = 0): void {
    if (document.hidden) return;
    const due = Math.max(performance.now(), this.#drawnAt + Math.max(delayMs, this.#intervalMs()));
    if (this.#timer !== undefined && this.#due <= due) return;
    clearTimeout(this.#timer);
    this.#due = due;
    this.#timer = setTimeout(() => requestAnimationFrame(() => this.#run()), due - performance.now());
  }

  #run(): void {
    this.#timer = undefined;
    this.#drawnAt = performance.now();
    if (!document.hidden) this.#draw();
  }
}
