import type { Connection } from '../../aws/connection.ts';
import type { Disposable } from '../../common/disposable.ts';

/** What is made of a connection when it is first asked for, and once. */
export class PerConnection<T extends Disposable> implements Disposable {
  readonly #make: (connection: Connection) => Promise<T>;
  #made = new Map<string, Promise<T>>();

  constructor(make: (connection: Connection) => Promise<T>) {
    this.#make = make;
  }

  of(connection: Connection): Promise<T> {
    // The Local region may be at another address by now.
    const key = JSON.stringify([connection.id, connection.endpoint]);
    const known = this.#made.get(key);
    if (known !== undefined) return known;
    const made = this.#make(connection);
    this.#made.set(key, made);
    made.catch(() => {
      // What could not be made is tried again.
      if (this.#made.get(key) === made) this.#made.delete(key);
    });
    return made;
  }

  /** All are made anew: the credentials behind them may be others. */
  forget(): void {
    const made = [...this.#made.values()];
    this.#made = new Map();
    for (const each of made) void each.then((one) => one.dispose(), () => {});
  }

  dispose(): void {
    this.forget();
  }
}
