/** What Application Auto Scaling scales. */
export interface ProvisionedCapacity {
  /** Undefined where nothing is configured. */
  of(name: string, qualifier: string): CapacityState | undefined;
  /**
   * As PutProvisionedConcurrencyConfig does, and DeleteProvisionedConcurrencyConfig for 0. Resolves when it is asked for; throws
   * LambdaError where Lambda refuses it.
   */
  provision(name: string, qualifier: string, count: number): Promise<void>;
}

export interface CapacityState {
  readonly requested: number;
  /** What can be invoked now. */
  readonly available: number;
  readonly status: 'IN_PROGRESS' | 'READY' | 'FAILED';
  /** Of FAILED, such as `FUNCTION_ERROR_INIT_FAILURE`. */
  readonly reason?: string;
}

/** The metric ProvisionedConcurrencyUtilization. */
export interface ProvisionedUtilization {
  /**
   * What share of a version's or an alias's provisioned concurrency was in use from `from` up to `to` (milliseconds since the epoch).
   * Undefined where no provisioned environment was at work: the metric is absent then.
   */
  between(name: string, qualifier: string, from: number, to: number): UtilizationPoint | undefined;
}

/** 0 to 1. */
export interface UtilizationPoint {
  /** Of the samples, one for each invocation at its start: what the predefined metric goes by. */
  readonly average: number;
  readonly maximum: number;
}
