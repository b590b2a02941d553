import type { Disposable } from '../../common/disposable.ts';

/** How Application Auto Scaling scales the provisioned concurrency of a version or an alias. In environments. */
export interface ProvisionedScaling {
  readonly minimum: number;
  readonly maximum: number;
  /** The policy that tracks the predefined utilization; absent where none does. */
  readonly tracking?: UtilizationTracking;
  /** Names of further policies, such as of customized metrics: they are shown, not changed. */
  readonly otherPolicies: readonly string[];
  readonly schedules: readonly ScalingSchedule[];
  /** What of it does nothing for now. */
  readonly suspended: { readonly scaleIn: boolean; readonly scaleOut: boolean; readonly schedules: boolean };
}

export interface UtilizationTracking {
  readonly policyName: string;
  /** Share of what is provisioned that shall be in use, such as 0.7. */
  readonly target: number;
  readonly scaleOutCooldownSeconds?: number;
  readonly scaleInCooldownSeconds?: number;
  readonly scaleInDisabled: boolean;
}

/** A scheduled action: it sets bounds, both or one. */
export interface ScalingSchedule {
  readonly name: string;
  /** `at(yyyy-mm-ddThh:mm:ss)`, `rate(value unit)` or `cron(fields)`. */
  readonly expression: string;
  /** An IANA name; UTC where left out. */
  readonly timeZone?: string;
  /** Milliseconds since the epoch. */
  readonly startTime?: number;
  readonly endTime?: number;
  readonly minimum?: number;
  readonly maximum?: number;
}

export interface ScalingActivity {
  readonly id: string;
  /** Such as `Setting desired concurrency to 5.` */
  readonly description: string;
  /** Such as the alarm and the policy that brought it about. */
  readonly cause: string;
  readonly status: string;
  readonly message?: string;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  readonly endedAt?: number;
}

/** What scaling shall be: without `targetUtilization` nothing tracks it, and schedules alone move the bounds. */
export interface ScalingSettings {
  readonly minimum: number;
  readonly maximum: number;
  readonly targetUtilization?: number;
}

/**
 * Application Auto Scaling of provisioned concurrency, over any connection. Every call may be cancelled and throws ConnectionError and
 * nothing else.
 */
export interface ProvisionedScalingApi extends Disposable {
  /** Undefined where it is not scaled. */
  read(functionName: string, qualifier: string, signal?: AbortSignal): Promise<ProvisionedScaling | undefined>;
  /** The latest first, at most 50. */
  activities(functionName: string, qualifier: string, signal?: AbortSignal): Promise<readonly ScalingActivity[]>;
  /** Begins to scale, or scales otherwise; schedules, cooldowns and other policies stay as they are. */
  set(functionName: string, qualifier: string, settings: ScalingSettings, signal?: AbortSignal): Promise<void>;
  /** Adds a schedule, or replaces that of its name. */
  putSchedule(functionName: string, qualifier: string, schedule: ScalingSchedule, signal?: AbortSignal): Promise<void>;
  removeSchedule(functionName: string, qualifier: string, name: string, signal?: AbortSignal): Promise<void>;
  /** Scales no more, and forgets policies and schedules; what is provisioned stays. Also where it is not scaled. */
  remove(functionName: string, qualifier: string, signal?: AbortSignal): Promise<void>;
}
