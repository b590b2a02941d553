import { type Disposable, toDisposable } from './disposable.ts';

export type Listener<T> = (event: T) => void;
/** Subscribes a listener; disposing the answer unsubscribes it. */
export type Event<T> = (listener: Listener<T>) => Disposable;

export class Emitter<T> implements Disposable {
  readonly #listeners = new Set<Listener<T>>();

  readonly event: Event<T> = (listener) => {
    // Wrapped, so that the same function subscribed twice is two subscriptions.
    const own: Listener<T> = (event) => listener(event);
    this.#listeners.add(own);
    return toDisposable(() => this.#listeners.delete(own));
  };

  get listenerCount(): number {
    return this.#listeners.size;
  }

  fire(event: T): void {
    // A copy: a listener may subscribe or unsubscribe others meanwhile.
    for (const listener of Array.from(this.#listeners)) {
      if (this.#listeners.has(listener)) listener(event);
    }
  }

  dispose(): void {
    this.#listeners.clear();
  }
}
