/** What is needed of VS Code's memory of a workspace. */
export interface Memory {
  get(key: string): unknown;
  update(key: string, value: string): PromiseLike<void>;
}

/** What was chosen last in each pick: it comes first the next time. Holds names, never values. */
export class Choices {
  readonly #memory: Memory;

  constructor(memory: Memory) {
    this.#memory = memory;
  }

  last(pick: string): string | undefined {
    const last = this.#memory.get(memoryKey(pick));
    return typeof last === 'string' ? last : undefined;
  }

  async remember(pick: string, choice: string): Promise<void> {
    await this.#memory.update(memoryKey(pick), choice);
  }

  /** The items with the last choice first. */
  lastFirst<T>(pick: string, items: readonly T[], keyOf: (item: T) => string): readonly T[] {
    const last = this.last(pick);
    const isLast = (item: T) => keyOf(item) === last;
    return [...items.filter(isLast), ...items.filter((item) => !isLast(item))];
  }
}

function memoryKey(pick: string): string {
  return `choice.${pick}`;
}
