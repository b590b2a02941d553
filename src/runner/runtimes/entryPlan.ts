import { CodedError } from '../../common/codedError.ts';
import type { RuntimeName } from '../../lambda/runtimes.ts';
import type { RuntimeEntry } from '../regionSettings.ts';
import type { FunctionVersion } from '../resources/functionVersion.ts';
import type { LaunchPlan, RuntimePlaces } from './launchPlan.ts';
import { hostPath } from './places.ts';
import { runtimesSetting } from './runtimesSetting.ts';
import { libraryVariables, systemVariables } from './searchPaths.ts';
import type { Host } from './toolchain/host.ts';

/** How a runtime starts for which the user gave a whole entry. `family` is undefined for a name that the Local region does not know. */
export async function entryPlan(
  entry: RuntimeEntry,
  version: FunctionVersion,
  family: RuntimeName | undefined,
  places: RuntimePlaces,
  host: Host,
): Promise<LaunchPlan> {
  const { Runtime: name, Handler } = version.settings;
  const { path } = host.traits;
  const values: Readonly<Record<string, string>> = { handler: Handler, taskRoot: places.task.inside, opt: places.opt.inside };
  const wrong = (what: string) =>
    new CodedError('RUNTIME_NOT_FOUND', `The setting ${runtimesSetting} ${what}`, {
      details: { runtime: name, setting: runtimesSetting },
    });
  const filled = (text: string): string =>
    text.replaceAll(/\$\{([^}]*)\}/g, (written, variable: string) => {
      const value = Object.hasOwn(values, variable) ? values[variable] : undefined;
      if (value !== undefined) return value;
      throw wrong(`has ${written} for ${name}, which stands for nothing: there are \${handler}, \${taskRoot} and \${opt}.`);
    });
  const command = filled(entry.command).replace(/^~(?=[\\/])/, () => host.home);
  if (!path.isAbsolute(command)) throw wrong(`names the command ${entry.command} for ${name}, which is not an absolute path.`);
  if ((await host.stamp(hostPath(command, places, path))) === undefined) {
    throw wrong(`names the command ${entry.command} for ${name}, where there is no executable file.`);
  }
  const folder = path.dirname(command);
  return {
    command,
    args: (entry.args ?? []).map(filled),
    variables: {
      ...systemVariables(places, host, folder),
      ...(family !== undefined && libraryVariables(family, places, host)),
      ...(family?.family !== 'provided' && { AWS_EXECUTION_ENV: `AWS_Lambda_${name}` }),
      LAMBDA_RUNTIME_DIR: folder,
      ...Object.fromEntries(Object.entries(entry.variables ?? {}).map(([variable, value]) => [variable, filled(value)])),
    },
    toolchain: [places.task, places.opt].some(({ inside }) => command.startsWith(inside + path.sep)) ? [] : [toolchainOf(folder, path)],
  };
}

/** `/usr` for `/usr/bin`; else the folder itself. */
function toolchainOf(folder: string, path: Host['traits']['path']): string {
  return path.basename(folder) === 'bin' ? path.dirname(folder) : folder;
}
