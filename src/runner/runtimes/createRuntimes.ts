import { CodedError } from '../../common/codedError.ts';
import { parseRuntime, type RuntimeFamily } from '../../lambda/runtimes.ts';
import type { Runtimes } from './launchPlan.ts';
import { nodejsPlanner } from './nodejsPlanner.ts';
import { providedPlanner } from './providedPlanner.ts';
import { pythonPlanner } from './pythonPlanner.ts';
import type { PlannerContext, RuntimePlanner } from './runtimePlanner.ts';
import { ExecutableFinder } from './toolchain/executableFinder.ts';
import { createHost, type Host, type HostOptions } from './toolchain/host.ts';

/** Handlers get nothing of the host's `environment` but what the system itself needs: it tells where executables may be. */
export interface RuntimesOptions extends HostOptions {
  /** Executables by runtime name, such as `nodejs24.x` → `/usr/bin/node`; asked at each plan: a changed setting counts at once. */
  readonly overrides: () => Readonly<Record<string, string>>;
  /** The folder with the runtimes' own files: `nodejs/index.mjs` (AWS's client), `nodejs/shim.mjs`, `python/bootstrap.py`. */
  readonly assets: string;
  /** A folder for compiled modules, which make cold starts quicker; absent: none are kept. */
  readonly cache?: string;
  /** Instead of the machine itself. */
  readonly host?: Host;
}

const planners: Readonly<Record<RuntimeFamily, (context: PlannerContext) => RuntimePlanner>> = {
  nodejs: nodejsPlanner,
  python: pythonPlanner,
  provided: providedPlanner,
  java: unsupported,
  dotnet: unsupported,
  ruby: unsupported,
};

export function createRuntimes({ overrides, assets, cache, ...options }: RuntimesOptions): Runtimes {
  const host = options.host ?? createHost(options);
  const context: PlannerContext = { host, finder: new ExecutableFinder(host, overrides), assets, ...(cache !== undefined && { cache }) };
  const byFamily = new Map(Object.entries(planners).map(([family, planner]) => [family, planner(context)]));
  return {
    async plan(version) {
      const name = version.settings.Runtime;
      const runtime = parseRuntime(name);
      const planner = byFamily.get(runtime?.family ?? '');
      if (runtime === undefined || planner === undefined) {
        const message = `${name || 'An empty text'} is not the name of a Lambda runtime.`;
        throw new CodedError('RUNTIME_UNSUPPORTED', message, { details: { runtime: name } });
      }
      return planner(version, runtime);
    },
  };
}

function unsupported(): RuntimePlanner {
  return async (_version, { name }) => {
    throw new CodedError(
      'RUNTIME_UNSUPPORTED',
      `The Local region does not run ${name}: it runs nodejs, python and provided runtimes. ` +
        'Invoke this function on AWS, or build it for a provided runtime.',
      { details: { runtime: name } },
    );
  };
}
