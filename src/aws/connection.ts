/** A place that speaks the Lambda API: the Local region, or AWS by a profile in a Region. */
export interface Connection {
  /** Stable over restarts: `local`, or `aws:<profile>:<region>`. */
  readonly id: string;
  readonly label: string;
  readonly region: string;
  /** Absent for the Local region, whose credentials are made up. */
  readonly profile?: string;
  /** Where to reach it instead of AWS's own address for the Region. */
  readonly endpoint?: string;
}

/** What a failed call means to the user; `code` selects the action that the UI offers. */
export type ConnectionProblemCode =
  | 'noCredentials'
  | 'credentialsExpired'
  | 'accessDenied'
  | 'network'
  | 'throttled'
  | 'notServed'
  | 'notFound'
  | 'conflict'
  | 'invalid'
  | 'service'
  /** The caller's own signal ended it: nothing to tell. */
  | 'cancelled';
