import type { LegendItem } from '../panels/legendItem.ts';

/** A panel as it shows, for a picture of all of them. */
export interface PanelPicture {
  readonly title: string;
  readonly unit: string;
  readonly items: readonly LegendItem[];
  readonly canvas: HTMLCanvasElement;
  /** CSS pixels. */
  readonly width: number;
  readonly height: number;
}

/** The panels that show, in the order of the page. Each says how it looks when asked. */
export class PanelPictures {
  readonly #panels = new Map<string, () => PanelPicture>();

  /** The answer ends it. */
  add(name: string, picture: () => PanelPicture): () => void {
    this.#panels.set(name, picture);
    return () => {
      if (this.#panels.get(name) === picture) this.#panels.delete(name);
    };
  }

  inOrder(names: readonly string[]): PanelPicture[] {
    return names.flatMap((name) => this.#panels.get(name)?.() ?? []);
  }
}
