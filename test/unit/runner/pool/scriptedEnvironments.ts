import type { AllocatedEnvironments } from '../../../../src/runner/pool/provisioned/allocation.ts';
import type { ProvisionedOwner } from '../../../../src/runner/pool/provisioned/provisionedEnvironments.ts';

/** Environments that initialise when the test says so. */
export class ScriptedEnvironments implements AllocatedEnvironments {
  starting = 0;
  allocated = 0;
  ready = 0;
  closed = false;
  /** How often one was started. */
  started = 0;
  owner: ProvisionedOwner | undefined;

  get size(): number {
    return this.allocated + this.starting;
  }

  start(): void {
    this.starting += 1;
    this.started += 1;
  }

  open(): void {
    this.ready = this.allocated;
  }

  /** Those that start first, then those that wait to be opened. */
  trim(count: number): void {
    this.starting = Math.max(0, Math.min(this.starting, count - this.allocated));
    this.allocated = Math.min(this.allocated, count);
    this.ready = Math.min(this.ready, this.allocated);
  }

  /** So many of those that start, at most, have initialised. */
  initialised(count: number, succeeded = true): void {
    for (let told = 0; told < count && this.starting > 0; told += 1) {
      this.starting -= 1;
      if (succeeded) this.allocated += 1;
      this.owner?.initialised(succeeded);
    }
  }

  lose(): void {
    this.allocated -= 1;
    this.ready -= 1;
    this.owner?.lost();
  }
}
