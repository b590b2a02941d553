/** What the database knows of a key as of one moment. */
export interface Entry {
  readonly key: string;
  /** Counts the changes of the whole database; the highest of a key is what holds. */
  readonly sequence: number;
  /** Undefined where it was deleted. */
  readonly value: string | undefined;
}
