/** Quotas of functions on managed instances. Source: AWS Lambda Developer Guide, "Lambda Managed Instances quotas", and the API's model. */
export const managedLimits = {
  timeoutSeconds: { maximum: 5_400 },
  memoryMegabytes: { minimum: 2_048, default: 2_048, maximum: 32_768 },
  ephemeralStorageMegabytes: { maximum: 32_768 },
  /** `$LATEST` is not counted: it does not run there. */
  publishedVersionsPerProvider: 100,
} as const;
