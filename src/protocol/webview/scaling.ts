/**
 * Between the Scaling page and the extension host. The host owns the data: whenever the page says `ready` it gets `hello` and, as soon as the
 * region runs, a `snapshot`; after that `events`, in batches, until it is hidden or closed.
 */
import * as v from 'valibot';
import type { MetricsSource, ScalingSeries } from '../../lambda/scaling/metrics/scalingSeries.ts';
import type { ThrottleRule } from '../../lambda/scaling/rules/verdict.ts';
import type { TimelineEvent, TimelineSnapshot } from '../../lambda/scaling/timeline/timelineEvent.ts';

/** What the Local region is up to. */
export type ScalingPhase = 'stopped' | 'starting' | 'running' | 'failed' | 'stopping';

/** `now` is the host's clock, in milliseconds since the epoch: the page's own may run on another machine. */
export type ScalingToPage =
  | {
      readonly type: 'hello';
      /** BCP 47. */
      readonly locale: string;
      readonly strings: ScalingStrings;
      readonly phase: ScalingPhase;
    }
  | { readonly type: 'phase'; readonly phase: ScalingPhase; readonly now: number }
  | { readonly type: 'snapshot'; readonly now: number; readonly snapshot: TimelineSnapshot }
  | { readonly type: 'events'; readonly now: number; readonly events: readonly TimelineEvent[] }
  /** Shows this function alone. */
  | { readonly type: 'select'; readonly functionName: string }
  /** Shows, or no longer, what a connection to AWS knows of a function. */
  | { readonly type: 'aws'; readonly chosen: AwsSource | undefined }
  /** The answer to `read`. */
  | { readonly type: 'series'; readonly requestId: number; readonly series: ScalingSeries }
  /** The answer to `read` or `apply` that failed, in words. */
  | { readonly type: 'refused'; readonly requestId: number; readonly message: string }
  /** The answer to `apply`: done, or given up by the user. */
  | { readonly type: 'applied'; readonly requestId: number; readonly done: boolean };

/** A function of AWS whose figures are read from CloudWatch. */
export interface AwsSource {
  /** Of the connection, to be sent back. */
  readonly connection: string;
  /** Such as `prod · eu-central-1`. */
  readonly label: string;
  readonly functionName: string;
  readonly memoryMegabytes: number;
  readonly architecture: 'x86_64' | 'arm64';
  readonly timeoutMs: number;
  readonly accountConcurrency?: number;
  readonly reservedConcurrency?: number;
}

export const ScalingFromPage = v.variant('type', [
  /** The page shows, knows nothing and wants everything. */
  v.object({ type: v.literal('ready') }),
  /** The user wants to invoke a function; absent: one that they choose. */
  v.object({ type: v.literal('invoke'), functionName: v.exactOptional(v.string()) }),
  /** The user wants the region to start. */
  v.object({ type: v.literal('start') }),
  /** The user wants to see a function of AWS (which one, the host asks), or no longer. */
  v.object({ type: v.literal('chooseAws'), chosen: v.boolean() }),
  /** Wants the figures of the function of AWS that was chosen. Times in milliseconds since the epoch. */
  v.object({ type: v.literal('read'), requestId: v.number(), from: v.number(), to: v.number(), periodMs: v.number() }),
  /** Saves what the page drew; the host asks where. PNG as base64. */
  v.object({ type: v.literal('export'), format: v.picklist(['csv', 'png']), name: v.string(), content: v.string() }),
  /** Sets a limit through the API; the host asks before. `reserved`: null takes the reservation away. `provisioned`: 0 takes it away. */
  v.object({
    type: v.literal('apply'),
    requestId: v.number(),
    target: v.picklist(['local', 'aws']),
    functionName: v.string(),
    change: v.variant('type', [
      v.object({ type: v.literal('reserved'), value: v.nullable(v.pipe(v.number(), v.integer(), v.minValue(0))) }),
      v.object({ type: v.literal('provisioned'), qualifier: v.exactOptional(v.string()), value: v.pipe(v.number(), v.integer(), v.minValue(0)) }),
    ]),
  }),
]);
export type ScalingFromPage = v.InferOutput<typeof ScalingFromPage>;

/** What the page keeps over a reload. */
export interface ScalingPageState {
  readonly functionName?: string;
  readonly minutes?: number;
  readonly table?: boolean;
  readonly heatmap?: boolean;
  readonly cost?: 'memory' | 'money';
  /** Sources that are switched off. */
  readonly hidden?: readonly MetricsSource[];
  /** Whether the what-if controls show, and what they were set to: the page's own. */
  readonly whatIf?: boolean;
  /** Whether it is of the function of AWS that was chosen. */
  readonly whatIfOfAws?: boolean;
  readonly draft?: unknown;
}

/** The page's words, in the user's language; `{0}`, `{1}` … are replaced. */
export interface ScalingStrings {
  readonly title: string;
  /** Names of sources, such as `LOCAL`; and with what they are, such as `LOCAL live`. */
  readonly sources: Readonly<Record<MetricsSource, string>>;
  readonly badges: Readonly<Record<MetricsSource, string>>;
  readonly sourcesLabel: string;
  readonly toggles: Readonly<Record<MetricsSource, string>>;
  readonly awsStatistic: string;
  readonly awsOff: string;
  readonly chooseAws: string;
  readonly awsRefused: string;
  readonly tryAgain: string;
  readonly change: string;
  readonly remove: string;
  readonly live: string;
  readonly paused: string;
  readonly stopped: string;
  readonly starting: string;
  readonly functionFilter: string;
  readonly allFunctions: string;
  readonly timeWindow: string;
  readonly minutes: string;
  readonly hours: string;
  readonly minutesLong: string;
  readonly zoomIn: string;
  readonly zoomOut: string;
  readonly resetZoom: string;
  readonly pause: string;
  readonly resume: string;
  readonly showTable: string;
  readonly showGraph: string;
  readonly exportCsv: string;
  readonly exportPng: string;
  readonly readSummary: string;
  readonly concurrency: string;
  readonly executing: string;
  readonly bands: Readonly<Record<'provisionedInUse' | 'onDemand' | 'spillover', string>>;
  readonly environments: string;
  readonly peak: string;
  readonly limits: Readonly<Record<'accountLimit' | 'unreservedLimit' | 'reservedLimit' | 'scalingCeiling' | 'provisioned', string>>;
  readonly reservedLimit: string;
  readonly provisionedLimit: string;
  readonly accountLimit: string;
  readonly arrivals: string;
  readonly perSecond: string;
  readonly accepted: string;
  readonly errors: string;
  readonly throttlesBy: Readonly<Record<'throttledByLimit' | 'throttledByRate' | 'throttles', string>>;
  readonly rules: Readonly<Record<ThrottleRule | 'other', string>>;
  readonly queueDepth: string;
  readonly queueAge: string;
  readonly latency: string;
  readonly heatmap: string;
  readonly p50: string;
  readonly p90: string;
  readonly p99: string;
  readonly coldStart: string;
  readonly coldStarts: string;
  readonly coldStartLegend: string;
  readonly timeout: string;
  readonly nothingEnded: string;
  readonly utilizationAndCost: string;
  readonly utilization: string;
  readonly axis: string;
  readonly gigabyteSeconds: string;
  readonly gigabyteSecondsPerSecond: string;
  readonly wasted: string;
  readonly dollarsPerHour: string;
  readonly spent: string;
  readonly noEnvironments: string;
  readonly noLanesOfAws: string;
  readonly segmentInit: string;
  readonly segmentInvoke: string;
  readonly segmentInvokes: string;
  readonly segmentIdle: string;
  readonly segmentError: string;
  readonly segmentTimeout: string;
  readonly segmentShutdown: string;
  readonly provisionedEnvironment: string;
  readonly shownOf: string;
  readonly hiddenBelow: string;
  readonly pid: string;
  readonly version: string;
  readonly invocation: string;
  readonly invocations: string;
  readonly request: string;
  readonly states: Readonly<Record<'starting' | 'idle' | 'busy' | 'stopping' | 'stopped', string>>;
  readonly outcomes: Readonly<Record<'success' | 'error' | 'timeout' | 'crash' | 'initError', string>>;
  readonly changes: string;
  readonly deployed: string;
  readonly deployedVersion: string;
  readonly removed: string;
  readonly none: string;
  readonly accountChanged: string;
  readonly reservedChanged: string;
  readonly provisionedChanged: string;
  readonly timeoutChanged: string;
  readonly time: string;
  readonly timeCursor: string;
  readonly ago: string;
  readonly now: string;
  readonly keyboardHelp: string;
  readonly laneKeyboardHelp: string;
  readonly tableCaption: string;
  /** Of the table, by metric. */
  readonly columns: Readonly<Record<string, string>>;
  readonly summary: string;
  readonly throttlingBegan: string;
  readonly whatIf: string;
  readonly whatIfTarget: string;
  readonly backToGraph: string;
  readonly awsNote: string;
  readonly awsNoFigures: string;
  readonly awsInitNote: string;
  readonly close: string;
  readonly asObserved: string;
  readonly simulating: string;
  readonly cannotSimulate: string;
  readonly traffic: string;
  readonly shapes: Readonly<Record<'recorded' | 'constant' | 'ramp' | 'step' | 'spike' | 'daily', string>>;
  /** Of shapes, by figure. */
  readonly shapeFigures: Readonly<Record<string, string>>;
  readonly limitsLegend: string;
  readonly reserve: string;
  readonly provisionedAboveReserved: string;
  readonly unreservedMinimum: string;
  readonly functionSettings: string;
  readonly medianDuration: string;
  readonly p99Duration: string;
  readonly memory: string;
  readonly memoryNote: string;
  readonly prediction: string;
  readonly predicted: string;
  readonly observed: string;
  readonly peakConcurrency: string;
  readonly p99Concurrency: string;
  readonly latencyP50: string;
  readonly latencyP99: string;
  readonly exactMode: string;
  readonly fluidMode: string;
  readonly targetP99: string;
  readonly findCheapest: string;
  readonly searching: string;
  readonly noPlan: string;
  readonly cheapestPlan: string;
  readonly planOnDemand: string;
  readonly planFixed: string;
  readonly planTracking: string;
  readonly planSchedule: string;
  readonly tryPlan: string;
  readonly apply: string;
  readonly applied: string;
  readonly notApplied: string;
  readonly tryWhatIf: string;
  readonly emptyTitle: string;
  readonly emptyText: string;
  readonly invoke: string;
  readonly stoppedTitle: string;
  readonly stoppedText: string;
  readonly start: string;
  readonly startingTitle: string;
  readonly stoppedStrip: string;
}
