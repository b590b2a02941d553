/** A canvas that has as many pixels as the screen gives it. Drawn in CSS pixels. */
export class CrispCanvas {
  readonly #element: HTMLCanvasElement;
  readonly #context: CanvasRenderingContext2D;

  constructor(element: HTMLCanvasElement) {
    const context = element.getContext('2d');
    if (context === null) throw new Error('This page cannot draw: it has no 2d canvas.');
    this.#element = element;
    this.#context = context;
  }

  get element(): HTMLCanvasElement {
    return this.#element;
  }

  /** Clears it, sized as given, and hands out its context. */
  begin(width: number, height: number): CanvasRenderingContext2D {
    const ratio = devicePixelRatio;
    const pixels = { width: Math.round(width * ratio), height: Math.round(height * ratio) };
    // Setting a size, even the same, makes the canvas anew.
    if (this.#element.width !== pixels.width) this.#element.width = pixels.width;
    if (this.#element.height !== pixels.height) this.#element.height = pixels.height;
    this.#context.setTransform(ratio, 0, 0, ratio, 0, 0);
    this.#context.clearRect(0, 0, width, height);
    return this.#context;
  }
}
