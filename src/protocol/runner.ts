/**
 * What crosses the border between the Local region's process and those who watch it: the ready line, and the control API.
 *
 * Control API: same port as the Lambda API, below `controlPath`, each request with `Authorization: Bearer <controlToken>`.
 *
 *   GET  /state                         → RegionState
 *   GET  /events                        → newline-delimited JSON; first `{"type":"snapshot"}`, then RegionEvents as they happen
 *   PUT  /workspace  WorkspaceSync      → { problems, functions }
 *   POST /environments/{id}/retire      → 202; the environment ends once it is idle
 *   PUT  /settings   RegionSettings     → 200
 *
 * Errors: status 4xx/5xx with `{ code, message }`.
 */
import * as v from 'valibot';
import { signatureChecks } from '../lambda/signing/verification.ts';

export const controlPath = '/.lambda-workbench';

export const ReadyLine = v.object({
  type: v.literal('ready'),
  endpoint: v.pipe(v.string(), v.url()),
  controlToken: v.string(),
  functions: v.array(v.string()),
});
export type ReadyLine = v.InferOutput<typeof ReadyLine>;

/** What the process prints instead of the ready line, before it exits with a code other than 0. */
export const FailedLine = v.object({ type: v.literal('failed'), code: v.string(), message: v.string() });
export type FailedLine = v.InferOutput<typeof FailedLine>;

export const StartupLine = v.variant('type', [ReadyLine, FailedLine]);
export type StartupLine = v.InferOutput<typeof StartupLine>;

const SourcePosition = v.object({ file: v.string(), line: v.number(), column: v.number(), endLine: v.number(), endColumn: v.number() });

export const WorkspaceProblem = v.object({
  code: v.string(),
  severity: v.picklist(['error', 'warning', 'information']),
  message: v.string(),
  position: SourcePosition,
  functionName: v.exactOptional(v.string()),
});

/** `busy` counts towards concurrency; `starting` too, as it starts for an invocation. */
export const EnvironmentState = v.picklist(['starting', 'idle', 'busy', 'stopping']);
export type EnvironmentState = v.InferOutput<typeof EnvironmentState>;

export const EnvironmentInfo = v.object({
  id: v.string(),
  functionName: v.string(),
  /** `$LATEST` or a number. */
  version: v.string(),
  runtime: v.string(),
  state: EnvironmentState,
  pid: v.exactOptional(v.number()),
  /** Resident memory of the process tree, in bytes, when last sampled. */
  memoryBytes: v.exactOptional(v.number()),
  /** Milliseconds since the epoch. */
  startedAt: v.number(),
  invocations: v.number(),
  initDurationMs: v.exactOptional(v.number()),
  lastDurationMs: v.exactOptional(v.number()),
  logStream: v.string(),
  /** Provisioned: it started for no invocation, and stays. */
  provisioned: v.exactOptional(v.literal(true)),
});
export type EnvironmentInfo = v.InferOutput<typeof EnvironmentInfo>;

/** Provisioned concurrency of a version or alias, in environments. */
export const ProvisionedInfo = v.object({
  qualifier: v.string(),
  requested: v.number(),
  /** Initialised, though not usable before all are. */
  allocated: v.number(),
  available: v.number(),
  status: v.picklist(['IN_PROGRESS', 'READY', 'FAILED']),
});
export type ProvisionedInfo = v.InferOutput<typeof ProvisionedInfo>;

/** What an alias routes to; `weight` is the share of the second version, 0 to 1. */
export const AliasInfo = v.object({
  name: v.string(),
  version: v.string(),
  additional: v.exactOptional(v.object({ version: v.string(), weight: v.number() })),
});
export type AliasInfo = v.InferOutput<typeof AliasInfo>;

/** What a function's tree item and the graph need beyond the Lambda API. */
export const FunctionInfo = v.object({
  name: v.string(),
  reservedConcurrency: v.exactOptional(v.number()),
  timeoutMs: v.number(),
  memoryMegabytes: v.number(),
  architecture: v.picklist(['x86_64', 'arm64']),
  /** Of `$LATEST`: another with every change of code or settings. */
  revision: v.string(),
  /** What is provisioned, by version or alias. */
  provisioned: v.array(ProvisionedInfo),
  aliases: v.array(AliasInfo),
  /** Where a template defines it; absent for functions made through the API. */
  position: v.exactOptional(SourcePosition),
});
export type FunctionInfo = v.InferOutput<typeof FunctionInfo>;

export const RegionState = v.object({
  region: v.string(),
  account: v.string(),
  /** Milliseconds since the epoch. */
  startedAt: v.number(),
  accountConcurrency: v.number(),
  /** How fast environments start against AWS: 1 as there. */
  rateScale: v.number(),
  functions: v.array(FunctionInfo),
  environments: v.array(EnvironmentInfo),
  problems: v.array(WorkspaceProblem),
});
export type RegionState = v.InferOutput<typeof RegionState>;

const at = v.number();

/** How an invocation ended. `error`: the handler's own; `crash`: the process exited. */
export const InvocationOutcome = v.picklist(['success', 'error', 'timeout', 'crash', 'initError']);
export type InvocationOutcome = v.InferOutput<typeof InvocationOutcome>;

/** A check that a package, or a layer that was added, has not passed. */
const SignatureFailure = v.object({
  /** The function's name or ARN, or the layer version's ARN. */
  part: v.string(),
  check: v.picklist(signatureChecks),
  /** A CheckReason, or `archiveNotHere` for a layer that is not in the region. */
  reason: v.string(),
});
export type SignatureFailure = v.InferOutput<typeof SignatureFailure>;

/**
 * Times (`at`) are milliseconds since the epoch, with fractions.
 *
 * `environmentChanged` comes when an environment is created (`starting`), has initialised, and begins to stop.
 * Between those, the warm path sends no more than it must: `invocationStarted` makes its environment busy, `invocationEnded`
 * makes it idle, counts the invocation and carries its duration.
 */
export const RegionEvent = v.variant('type', [
  v.object({ type: v.literal('environmentChanged'), at, environment: EnvironmentInfo }),
  v.object({ type: v.literal('environmentStopped'), at, id: v.string(), functionName: v.string(), reason: v.string() }),
  v.object({ type: v.literal('memorySampled'), at, samples: v.array(v.tuple([v.string(), v.number()])) }),
  v.object({
    type: v.literal('invocationStarted'),
    at,
    requestId: v.string(),
    functionName: v.string(),
    environmentId: v.string(),
    /** Whether this invocation waited for a new environment. */
    cold: v.boolean(),
    /** Whether it runs on demand because all provisioned environments of its version were at work. */
    spillover: v.exactOptional(v.literal(true)),
  }),
  v.object({
    type: v.literal('invocationEnded'),
    at,
    requestId: v.string(),
    functionName: v.string(),
    environmentId: v.string(),
    durationMs: v.number(),
    initDurationMs: v.exactOptional(v.number()),
    outcome: InvocationOutcome,
  }),
  /** `rule`: of the rule book, finer than the answer's reason. */
  v.object({ type: v.literal('throttled'), at, functionName: v.string(), reason: v.string(), rule: v.string() }),
  /**
   * A deployment to a function with a code signing configuration, of which not all checks have passed. Those that were not blocked are
   * what Lambda counts as SignatureValidationErrors.
   */
  v.object({
    type: v.literal('signatureValidationFailed'),
    at,
    functionName: v.string(),
    policy: v.picklist(['Warn', 'Enforce']),
    blocked: v.boolean(),
    failures: v.array(SignatureFailure),
  }),
  /** A code signing configuration, what is attached to one, a signing profile or a signing job is not as it was: whoever shows it reads it anew. */
  v.object({ type: v.literal('codeSigningChanged'), at }),
  v.object({
    type: v.literal('logged'),
    at,
    functionName: v.string(),
    logGroup: v.string(),
    logStream: v.string(),
    text: v.string(),
    /** The text is one event of the log, however many lines it has. */
    whole: v.exactOptional(v.literal(true)),
  }),
  v.object({
    type: v.literal('functionsChanged'),
    at,
    accountConcurrency: v.number(),
    rateScale: v.number(),
    functions: v.array(FunctionInfo),
  }),
  v.object({ type: v.literal('problemsChanged'), at, problems: v.array(WorkspaceProblem) }),
]);
export type RegionEvent = v.InferOutput<typeof RegionEvent>;

/** The first line of the event stream: the state, and the events of the last minutes, oldest first (without those that pass, such as `logged`). */
export const Snapshot = v.object({ type: v.literal('snapshot'), state: RegionState, history: v.array(RegionEvent) });
export type Snapshot = v.InferOutput<typeof Snapshot>;

export const StreamLine = v.union([Snapshot, RegionEvent]);
export type StreamLine = v.InferOutput<typeof StreamLine>;

/** The templates to serve functions from, as absolute paths; it replaces those of the sync before. */
export const WorkspaceSync = v.object({
  templates: v.array(v.string()),
  /** Values of template parameters, by name, instead of their defaults. */
  parameters: v.exactOptional(v.record(v.string(), v.string())),
});
export type WorkspaceSync = v.InferOutput<typeof WorkspaceSync>;

export const WorkspaceSyncResult = v.object({ functions: v.array(v.string()), problems: v.array(WorkspaceProblem) });
export type WorkspaceSyncResult = v.InferOutput<typeof WorkspaceSyncResult>;

/** How environments are kept apart from the machine. */
export const IsolationKind = v.picklist(['process', 'sandbox', 'container']);
export type IsolationKind = v.InferOutput<typeof IsolationKind>;

/** How a runtime starts: an executable by absolute path, or a whole entry. Its texts may hold `${handler}`, `${taskRoot}`, `${opt}`. */
export const RuntimeSetting = v.union([
  v.string(),
  v.strictObject({
    command: v.string(),
    args: v.exactOptional(v.array(v.string())),
    variables: v.exactOptional(v.record(v.string(), v.string())),
  }),
]);
export type RuntimeSetting = v.InferOutput<typeof RuntimeSetting>;

/** By runtime name, such as `python3.11`. */
export const RuntimeSettings = v.record(v.string(), RuntimeSetting);
export type RuntimeSettings = v.InferOutput<typeof RuntimeSettings>;

/** What is left out stays as it is. */
export const RegionSettings = v.object({
  /** Seconds after which an idle environment is retired. */
  idleSeconds: v.exactOptional(v.pipe(v.number(), v.minValue(1))),
  /** The folder that stands for S3, a bucket a folder in it; an empty text for none. */
  s3Folder: v.exactOptional(v.string()),
  /**
   * Where SQS, SNS, EventBridge and S3 are that Lambda sends to, and the Lambda that layers of AWS are fetched from, a URL; an empty
   * text for AWS's own.
   */
  awsEndpoint: v.exactOptional(v.string()),
  /** How long Lambda's own waiting times last against AWS's: 1 as there, 0 not at all. */
  timeScale: v.exactOptional(v.pipe(v.number(), v.minValue(0), v.maxValue(1))),
  /**
   * How fast environments start against AWS, where a function may add 1,000 in ten seconds and 6,000 a minute are provisioned: 1 as there,
   * less so that a laptop shows the same shapes.
   */
  rateScale: v.exactOptional(v.pipe(v.number(), v.minValue(0.001), v.maxValue(1))),
  runtimes: v.exactOptional(RuntimeSettings),
  /** The account's concurrent executions. */
  accountConcurrency: v.exactOptional(v.pipe(v.number(), v.integer(), v.minValue(1))),
  /** Of functions that `isolationOf` does not name. */
  isolation: v.exactOptional(IsolationKind),
  /** By function name. */
  isolationOf: v.exactOptional(v.record(v.string(), IsolationKind)),
  /** Such as `podman`, or a path to one; an empty text for whichever is found. */
  containerTool: v.exactOptional(v.string()),
  /** The AWS profile whose credentials handlers get; an empty text for none. */
  credentialsProfile: v.exactOptional(v.string()),
  /** `.env` files by function name, by absolute path; that of `*` is for all, below the function's own. */
  environmentFiles: v.exactOptional(v.record(v.string(), v.string())),
  /** How fast streamed responses go after their burst, in MiB/s; 0 for no limit at all. */
  streamBandwidth: v.exactOptional(v.pipe(v.number(), v.minValue(0))),
  /** How much of each function's logs is kept on disk, in MiB. */
  logMegabytes: v.exactOptional(v.pipe(v.number(), v.minValue(1))),
  /** Files with root certificates that signatures of packages may lead to, besides the region's own, by absolute path. */
  signingRoots: v.exactOptional(v.array(v.string())),
});
export type RegionSettings = v.InferOutput<typeof RegionSettings>;

export const ControlError = v.object({ code: v.string(), message: v.string() });
