/**
 * How Application Auto Scaling scales provisioned concurrency. The alarms that target tracking makes read
 * `ProvisionedConcurrencyUtilization > 0.7 for 3 datapoints within 3 minutes` and, at a target of 0.75, `< 0.675 for 15 datapoints within
 * 15 minutes`, each of one minute (as CloudWatch shows them); missing data is left missing.
 */
export const autoScalingFigures = {
  minuteMs: 60_000,
  /** Above the target for so many minutes: out. */
  highMinutes: 3,
  /** Below this share of the target for so many minutes: in. */
  lowMinutes: 15,
  lowRatio: 0.9,
  /** Source: API reference, TargetTrackingScalingPolicyConfiguration: 0 for Lambda provisioned concurrency, out as in. */
  cooldownMs: 0,
  /** Which targets make sense for Lambda; its API takes others. Source: AWS CDK, which refuses others for an alias. */
  target: { min: 0.1, max: 0.9 },
} as const;
