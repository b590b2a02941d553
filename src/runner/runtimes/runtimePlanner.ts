import type { RuntimeName } from '../../lambda/runtimes.ts';
import type { FunctionVersion } from '../resources/functionVersion.ts';
import type { LaunchPlan, RuntimePlaces } from './launchPlan.ts';
import type { ExecutableFinder } from './toolchain/executableFinder.ts';
import type { Host } from './toolchain/host.ts';

/** How the runtimes of one family start. */
export type RuntimePlanner = (version: FunctionVersion, runtime: RuntimeName, places: RuntimePlaces) => Promise<LaunchPlan>;

export interface PlannerContext {
  readonly host: Host;
  readonly finder: ExecutableFinder;
}
