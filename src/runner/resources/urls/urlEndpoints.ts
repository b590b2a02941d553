/** Where function URLs are served. Keys are those of their configurations. */
export interface UrlEndpoints {
  /**
   * Serves a URL on a port of this machine: the preferred one where it is free, or another. Undefined where URLs are not
   * served; throws CodedError where no port can be had.
   */
  open(key: string, preferred: number | undefined): Promise<number | undefined>;
  /** Ends it. One that is not served is as good as ended. */
  close(key: string): void;
  /** Undefined where it is not served. */
  portOf(key: string): number | undefined;
}

/** For regions that answer configurations and serve none. */
export const noEndpoints: UrlEndpoints = { open: () => Promise.resolve(undefined), close() {}, portOf: () => undefined };
