import type { RuntimeName } from '../../lambda/runtimes.ts';
import type { FunctionVersion } from '../resources/functionVersion.ts';
import type { LaunchPlan } from './launchPlan.ts';
import type { ExecutableFinder } from './toolchain/executableFinder.ts';
import type { Host } from './toolchain/host.ts';

/** How the runtimes of one family start. */
export type RuntimePlanner = (version: FunctionVersion, runtime: RuntimeName) => Promise<LaunchPlan>;

export interface PlannerContext {
  readonly host: Host;
  readonly finder: ExecutableFinder;
  /** Holds `nodejs/` and `python/`, as absolute path. */
  readonly assets: string;
  /** For compiled modules, as absolute path. */
  readonly cache?: string;
}
