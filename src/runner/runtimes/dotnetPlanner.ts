import { stat } from 'node:fs/promises';
import { CodedError } from '../../common/codedError.ts';
import type { FunctionVersion } from '../resources/functionVersion.ts';
import { readBootstrap, whyItCannotRun } from './bootstrapFile.ts';
import type { LaunchPlan, RuntimePlaces } from './launchPlan.ts';
import type { PlannerContext, RuntimePlanner } from './runtimePlanner.ts';
import { systemVariables } from './searchPaths.ts';
import { dotnetToolchain } from './toolchain/dotnetToolchain.ts';

/** The client that a program brings itself. */
const client = 'Amazon.Lambda.RuntimeSupport';

/** Programs that bring Lambda's client themselves: an assembly that can be executed, named by the handler, or a file named bootstrap. */
export function dotnetPlanner({ host, finder }: PlannerContext): RuntimePlanner {
  const { path, windows } = host.traits;
  const isFile = async (file: string) => (await stat(file).catch(() => undefined))?.isFile() === true;

  const bootstrapPlan = async ({ task }: RuntimePlaces, variables: (folder: string) => LaunchPlan['variables']) => {
    const name = windows ? 'bootstrap.exe' : 'bootstrap';
    const file = path.join(task.host, name);
    const bootstrap = await readBootstrap(file);
    if (bootstrap === undefined) return undefined;
    const reason = whyItCannotRun(bootstrap, host.platform);
    if (reason !== undefined) throw new CodedError('BOOTSTRAP_MISSING', `${file} ${reason}`, { details: { file } });
    return { command: path.join(task.inside, name), args: [], variables: variables(task.inside), toolchain: [] };
  };

  return async (version, runtime, places) => {
    const { task } = places;
    const variables = (folder: string, executableFolder?: string) => ({
      ...systemVariables(places, host, executableFolder),
      AWS_EXECUTION_ENV: `AWS_Lambda_${runtime.name}`,
      LAMBDA_RUNTIME_DIR: folder,
    });
    const own = await bootstrapPlan(places, variables);
    if (own !== undefined) return own;
    const { Handler } = version.settings;
    if (Handler.includes('::')) throw classLibrary(version);
    const assembly = `${Handler.replace(/\.dll$/i, '')}.dll`;
    if (!(await isFile(path.join(task.host, assembly)))) throw missing(version, task.host, assembly);
    if (!(await isFile(path.join(task.host, `${client}.dll`)))) throw withoutClient(version, task.host, assembly);
    const dotnet = await finder.find(dotnetToolchain, runtime);
    const folder = path.dirname(dotnet.path);
    return {
      command: dotnet.path,
      args: [path.join(task.inside, assembly)],
      variables: { ...variables(folder, folder), DOTNET_ROOT: folder },
      toolchain: [folder],
    };
  };
}

function classLibrary({ settings }: FunctionVersion): CodedError {
  const { Handler, Runtime } = settings;
  const [assembly = ''] = Handler.split('::');
  return new CodedError(
    'RUNTIME_UNSUPPORTED',
    `The handler ${Handler} is a method of a class library, which only AWS's own ${Runtime} loads. Make the project a program ` +
      `(OutputType Exe) that starts LambdaBootstrapBuilder of the package ${client}, and name the assembly alone as handler: ${assembly}. ` +
      'Or run this function in a container (setting lambdaWorkbench.local.isolation).',
    { details: { handler: Handler, runtime: Runtime } },
  );
}

function missing({ settings }: FunctionVersion, folder: string, assembly: string): CodedError {
  return new CodedError(
    'BOOTSTRAP_MISSING',
    `${settings.FunctionName} (${settings.Runtime}) has neither ${assembly} nor bootstrap in ${folder}. ` +
      'Build it there (dotnet publish -o), or let its code folder be where the build puts it.',
    { details: { function: settings.FunctionName, folder, assembly } },
  );
}

function withoutClient({ settings }: FunctionVersion, folder: string, assembly: string): CodedError {
  return new CodedError(
    'RUNTIME_UNSUPPORTED',
    `${assembly} in ${folder} does not bring Lambda's client: ` +
      `add the package ${client} to the project and start its LambdaBootstrapBuilder.`,
    { details: { function: settings.FunctionName, folder, assembly } },
  );
}
