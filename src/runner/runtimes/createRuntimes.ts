import { CodedError } from '../../common/codedError.ts';
import { parseRuntime, type RuntimeFamily } from '../../lambda/runtimes.ts';
import type { FunctionVersion } from '../resources/functionVersion.ts';
import { dotnetPlanner } from './dotnetPlanner.ts';
import { entryPlan } from './entryPlan.ts';
import { wrapped } from './execWrapper.ts';
import { javaPlanner } from './javaPlanner.ts';
import type { LaunchPlan, RuntimePlaces, Runtimes } from './launchPlan.ts';
import { nodejsPlanner } from './nodejsPlanner.ts';
import { providedPlanner } from './providedPlanner.ts';
import { pythonPlanner } from './pythonPlanner.ts';
import { rubyPlanner } from './rubyPlanner.ts';
import type { PlannerContext, RuntimePlanner } from './runtimePlanner.ts';
import { runtimesSetting } from './runtimesSetting.ts';
import { ExecutableFinder, type RuntimeOverrides } from './toolchain/executableFinder.ts';
import { createHost, type Host, type HostOptions } from './toolchain/host.ts';

/** Handlers get nothing of the host's `environment` but what the system itself needs: it tells where executables may be. */
export interface RuntimesOptions extends HostOptions {
  /**
   * By runtime name: an executable (`nodejs24.x` → `/usr/bin/node`), or a whole entry, for names that are known and others.
   * Asked at each plan: a changed setting counts at once.
   */
  readonly overrides: () => RuntimeOverrides;
  /** Instead of the machine itself. */
  readonly host?: Host;
}

const planners: Readonly<Record<RuntimeFamily, (context: PlannerContext) => RuntimePlanner>> = {
  nodejs: nodejsPlanner,
  python: pythonPlanner,
  java: javaPlanner,
  dotnet: dotnetPlanner,
  ruby: rubyPlanner,
  provided: providedPlanner,
};

export function createRuntimes({ overrides, ...options }: RuntimesOptions): Runtimes {
  const host = options.host ?? createHost(options);
  const context: PlannerContext = { host, finder: new ExecutableFinder(host, overrides) };
  const byFamily = new Map(Object.entries(planners).map(([family, planner]) => [family, planner(context)]));

  const bare = async (version: FunctionVersion, places: RuntimePlaces): Promise<LaunchPlan> => {
    const name = version.settings.Runtime;
    const runtime = parseRuntime(name);
    const set = overrides();
    const override = Object.hasOwn(set, name) ? set[name] : undefined;
    if (override !== undefined && typeof override !== 'string') return entryPlan(override, version, runtime, places, host);
    const planner = byFamily.get(runtime?.family ?? '');
    if (runtime === undefined || planner === undefined) throw unknown(name, override);
    if (override !== undefined && runtime.family === 'provided') throw unused(name);
    return planner(version, runtime, places);
  };

  return {
    async plan(version, places) {
      return wrapped(await bare(version, places), parseRuntime(version.settings.Runtime)?.family, version, places, host);
    },
  };
}

function unknown(name: string, executable: string | undefined): CodedError {
  const details = { runtime: name, setting: runtimesSetting };
  if (name === '') return new CodedError('RUNTIME_UNSUPPORTED', 'An empty text is not the name of a Lambda runtime.', { details });
  const example = `{ "${name}": { "command": "${executable ?? '/path/to/program'}", "args": ["\${taskRoot}", "\${handler}"] } }`;
  const reason =
    executable === undefined
      ? `${name} is not the name of a Lambda runtime. To run it all the same, say in the setting ${runtimesSetting} ` +
        `how it starts: ${example}.`
      : `The setting ${runtimesSetting} names an executable for ${name}, but how that runtime starts is not known: say it with ${example}.`;
  return new CodedError('RUNTIME_UNSUPPORTED', reason, { details });
}

function unused(name: string): CodedError {
  return new CodedError(
    'RUNTIME_UNSUPPORTED',
    `The setting ${runtimesSetting} names an executable for ${name}, which runs the function's own bootstrap: remove it, ` +
      'or give a command with arguments that starts instead: { "command": "/path/to/program", "args": ["${taskRoot}/bootstrap"] }.',
    { details: { runtime: name, setting: runtimesSetting } },
  );
}
