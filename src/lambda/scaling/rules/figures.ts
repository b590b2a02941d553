/**
 * The figures by which Lambda scales. Source: AWS Lambda Developer Guide, "Understanding Lambda function scaling", "Lambda quotas" and
 * "Configuring provisioned concurrency for a function".
 */
export const scalingFigures = {
  /** New environments of a function in any ten seconds; refilled evenly, and what is not used is not saved up. */
  environmentStarts: { capacity: 1000, perMs: 10_000 },
  /** Requests a second for each unit of concurrency: of the account, of a reservation, of what is provisioned. */
  requestsPerConcurrency: 10,
  /** Environments that are provisioned in a minute, by function. */
  provisionedPerMinute: 6000,
} as const;
