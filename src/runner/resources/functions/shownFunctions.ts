import { SortedKeys } from '../../store/sortedKeys.ts';
import type { LambdaFunction } from './storedFunction.ts';

/** `$LATEST` of every function as the region shows it, by name, and what they sum up to. */
export class ShownFunctions {
  readonly #names = new SortedKeys();
  readonly #byName = new Map<string, LambdaFunction>();
  #reserved = 0;
  #codeSize = 0;

  get size(): number {
    return this.#byName.size;
  }

  /** Concurrency that they reserve. */
  get reserved(): number {
    return this.#reserved;
  }

  /** Bytes of their zips. */
  get codeSize(): number {
    return this.#codeSize;
  }

  has(name: string): boolean {
    return this.#byName.has(name);
  }

  get(name: string): LambdaFunction | undefined {
    return this.#byName.get(name);
  }

  /** In the order of their names. */
  all(): readonly LambdaFunction[] {
    return this.#take(this.#names.all());
  }

  /** Up to `count` of those after `after`. */
  page(after: string, count: number): readonly LambdaFunction[] {
    return this.#take(this.#names.page('', after, count));
  }

  /** Undefined takes it away. */
  set(name: string, fn: LambdaFunction | undefined): void {
    const before = this.#byName.get(name);
    this.#reserved += (fn?.version.reservedConcurrency ?? 0) - (before?.version.reservedConcurrency ?? 0);
    this.#codeSize += (fn?.configuration.code.size ?? 0) - (before?.configuration.code.size ?? 0);
    if (fn === undefined) {
      this.#byName.delete(name);
      this.#names.delete(name);
    } else {
      this.#byName.set(name, fn);
      this.#names.add(name);
    }
  }

  #take(names: readonly string[]): readonly LambdaFunction[] {
    return names.flatMap((name) => this.#byName.get(name) ?? []);
  }
}
