export type Tags = Readonly<Record<string, string>>;

/** What tags are on. */
export interface TaggedResource {
  /** Throws LambdaError where the resource is not there. */
  tags(): Tags;
  /** Changes run one after the other. */
  exclusive(task: () => Promise<void>): Promise<void>;
  /** Durable. Throws LambdaError where the resource is not there, or is defined elsewhere. */
  put(tags: Tags): Promise<void>;
}
