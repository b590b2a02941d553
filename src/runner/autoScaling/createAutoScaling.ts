import type { Clock } from '../../common/clock.ts';
import type { Disposable } from '../../common/disposable.ts';
import type { Logger } from '../../common/logger.ts';
import type { Identity } from '../../lambda/arn.ts';
import type { FunctionStore } from '../resources/functions/functionStore.ts';
import type { RegionTables } from '../resources/regionTables.ts';
import type { DocumentStore } from '../store/documentStore.ts';
import { type AutoScalingApi, autoScalingApi } from './api/autoScalingApi.ts';
import { AutoScaler } from './engine/autoScaler.ts';
import type { ProvisionedCapacity, ProvisionedUtilization } from './provisionedCapacity.ts';
import { ScalableTargets } from './store/scalableTargets.ts';
import { ScalingActivities } from './store/scalingActivities.ts';

export interface AutoScalingOptions {
  readonly identity: Identity;
  readonly store: DocumentStore;
  readonly tables: RegionTables;
  readonly functions: FunctionStore;
  readonly capacity: ProvisionedCapacity;
  readonly utilization: ProvisionedUtilization;
  /** How long a minute of the metrics lasts, in milliseconds: 60,000 as in AWS. */
  readonly minuteMs: () => number;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly uuid: () => string;
  /** Makes the id of a request, a version 4 UUID. */
  readonly requestIds: () => string;
}

export interface AutoScaling extends Disposable {
  /** Its API, for `beside` of the API server. */
  readonly api: AutoScalingApi;
  /** Resolves when nothing is being scaled. */
  idle(): Promise<void>;
}

/** Application Auto Scaling of the region's provisioned concurrency: its API, and the engine that scales. */
export function createAutoScaling(options: AutoScalingOptions): AutoScaling {
  const targets = new ScalableTargets(options);
  const activities = new ScalingActivities(options);
  const scaler = new AutoScaler({ ...options, targets, activities });
  const api = autoScalingApi({ ...options, targets, activities, registered: (key) => scaler.registered(key) });
  return { api, idle: () => scaler.idle(), dispose: () => scaler.dispose() };
}
