import type { Disposable } from '../../common/disposable.ts';
import { Emitter, type Event } from '../../common/emitter.ts';

/** What is needed of a view of VS Code's. */
export interface SeenView {
  readonly visible: boolean;
  onDidChangeVisibility(listener: () => void): Disposable;
}

/** Whether a view is seen, for those who are made before it. */
export class ViewVisibility implements Disposable {
  readonly #changed = new Emitter<void>();
  readonly onDidChange: Event<void> = this.#changed.event;
  #view: SeenView | undefined;

  get visible(): boolean {
    return this.#view?.visible ?? false;
  }

  follow(view: SeenView): Disposable {
    this.#view = view;
    return view.onDidChangeVisibility(() => this.#changed.fire());
  }

  dispose(): void {
    this.#changed.dispose();
  }
}
