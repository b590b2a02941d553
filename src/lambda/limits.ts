/**
 * Lambda's quotas, in the units that their names end with.
 * Source: AWS Lambda Developer Guide, "Lambda quotas", and answers of the service itself where those differ.
 */
export const limits = {
  /** Default concurrent executions of an account in a Region. */
  accountConcurrency: 1000,
  /** What reserving must leave unreserved in the account. */
  minimumUnreservedConcurrency: 100,
  /** On-demand initialisation, including external extensions. */
  initSeconds: 10,
  /** Initialisation before a snapshot is taken, or of a provisioned environment; the function's timeout where that is longer. */
  snapshotInitSeconds: 130,
  /** Of a snapshot, with the runtime's hooks. */
  restoreSeconds: 10,
  timeoutSeconds: { minimum: 1, default: 3, maximum: 900 },
  memoryMegabytes: { minimum: 128, default: 128, maximum: 10_240 },
  ephemeralStorageMegabytes: { minimum: 512, default: 512, maximum: 10_240 },
  /** A synchronous request: 6 MiB. */
  syncRequestBytes: 6_291_456,
  /** A response: 6 MiB and 100 bytes, as the service reports it. */
  responseBytes: 6_291_556,
  /** A streamed response: 200 MiB. */
  streamedResponseBytes: 209_715_200,
  /** Asynchronous request. */
  asyncPayloadBytes: 1_048_576,
  /** All environment variables of a function, keys and values, as JSON. */
  environmentBytes: 4096,
  layersPerFunction: 5,
  /** Of the name alone: an ARN may be longer. */
  functionNameLength: 64,
  tagsPerResource: 50,
  zippedCodeBytes: 52_428_800,
  unzippedCodeBytes: 262_144_000,
  /** Code of all functions and layers of an account in a Region. */
  accountCodeBytes: 80_530_636_800,
  /** The end of the log that LogType=Tail returns. */
  logTailBytes: 4096,
} as const;
