import type { FunctionVersion } from '../../../src/runner/resources/functionVersion.ts';
import type { LaunchPlan } from '../../../src/runner/runtimes/launchPlan.ts';
import type { RuntimeOverrides } from '../../../src/runner/runtimes/toolchain/executableFinder.ts';
import { type TemporaryWorkspace, temporaryWorkspace } from '../../shared/temporaryWorkspace.ts';
import { functionVersion, installedRuntimes, launch, type LaunchedRuntime } from './launchedRuntime.ts';
import { type ScriptedRuntimeApi, startRuntimeApi } from './scriptedRuntimeApi.ts';

export interface HandlerProcessOptions {
  readonly runtime: string;
  readonly handler: string;
  /** By path; the code's folder is `code`, the layers' is `layer`; names that end with `!` are executable. */
  readonly files?: Readonly<Record<string, string>>;
  /** A folder with the function's code that is there already. */
  readonly codeFolder?: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly overrides?: RuntimeOverrides;
  /** Variables of the machine, where toolchains are looked for. */
  readonly hostEnvironment?: NodeJS.ProcessEnv;
  /** In MB. */
  readonly memory?: number;
  /** Logs in frames. */
  readonly frames?: boolean;
}

export interface HandlerProcess extends AsyncDisposable {
  readonly api: ScriptedRuntimeApi;
  readonly child: LaunchedRuntime;
  readonly plan: LaunchPlan;
  readonly version: FunctionVersion;
  readonly workspace: TemporaryWorkspace;
}

/** A handler in a process of its own, as the planner says, over a scripted Runtime API. */
export async function startHandler(options: HandlerProcessOptions): Promise<HandlerProcess> {
  const workspace = await temporaryWorkspace();
  for (const [name, text] of Object.entries(options.files ?? {})) {
    await workspace.write(name.replace(/!$/, ''), text, name.endsWith('!') ? 0o755 : 0o644);
  }
  const runtimes = await installedRuntimes(workspace.folder, options.overrides, options.hostEnvironment);
  const { runtime, handler, codeFolder = workspace.path('code'), environment, memory } = options;
  const version = functionVersion(runtime, handler, codeFolder, environment, memory);
  const plan = await runtimes.plan(version, workspace.path('layer'));
  const api = await startRuntimeApi();
  const child = launch(plan, version, api.address, options.frames);
  return {
    api,
    child,
    plan,
    version,
    workspace,
    async [Symbol.asyncDispose]() {
      await child[Symbol.asyncDispose]();
      api.die();
      await workspace[Symbol.asyncDispose]();
    },
  };
}
