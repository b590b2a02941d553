import type { FunctionVersion } from '../../src/runner/resources/functionVersion.ts';
import type { LaunchPlan } from '../../src/runner/runtimes/launchPlan.ts';
import type { Housing, Isolation } from '../../src/runner/sandbox/housing.ts';
import { processTreeOf } from '../../src/runner/sandbox/processTree.ts';
import { type ProcessHost, startSandboxProcess } from '../../src/runner/sandbox/sandboxProcess.ts';

/** Processes are started for real, and nobody looks after them when the test is killed. */
export const testHost: ProcessHost = {
  tree: processTreeOf(process.platform),
  platform: process.platform,
  supervisor: { watch: () => ({ dispose() {} }), watchCommand: () => ({ dispose() {} }), dispose() {} },
};

/** Starts what `plan` says, in the function's folder, without layers and without a /tmp of its own. */
export function plainIsolation(
  plan: (version: FunctionVersion) => Promise<Pick<LaunchPlan, 'command' | 'args' | 'variables'>>,
  host: ProcessHost = testHost,
): Isolation {
  return {
    async open(version): Promise<Housing> {
      const { command, args, variables } = await plan(version);
      return {
        taskRoot: version.code.path,
        extensions: [],
        apiAddress: (port) => `127.0.0.1:${port}`,
        startRuntime: ({ environment, ...output }) =>
          Promise.resolve(
            startSandboxProcess(host, { command, args, cwd: version.code.path, environment: { ...variables, ...environment } }, output),
          ),
        startExtension: (name) => Promise.reject(new Error(`There is no ${name}.`)),
        temporaryBytes: () => Promise.resolve(undefined),
        residentBytes: () => Promise.resolve(undefined),
        close: () => Promise.resolve(),
      };
    },
  };
}
