/** Takes a response while the function still writes it: the caller of InvokeWithResponseStream, or of a streaming function URL. */
export interface ResponseStream {
  /** The first bytes are about to come; `contentType` as the runtime gave it. Called at most once. */
  begin(contentType: string | undefined): void;
  /** Resolves when more may come; rejects where the caller is gone, and the rest is read and dropped. */
  write(chunk: Buffer): Promise<void>;
}
