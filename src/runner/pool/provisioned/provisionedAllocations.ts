import type { AllocationStatus } from './allocation.ts';

/** What became of a configuration so far. In environments. */
export interface AllocationState {
  readonly status: AllocationStatus;
  readonly statusReason?: string;
  /** Initialised. */
  readonly allocated: number;
  /** Usable: none of those that are new before all have initialised. */
  readonly available: number;
}

/** Allocates what is configured, and tells how far it is. */
export interface ProvisionedAllocations {
  /** Takes up what is configured now; resolves when it has begun. */
  follow(): Promise<void>;
  /** By the configuration's key; undefined where it is not known yet. */
  stateOf(key: string): AllocationState | undefined;
}
