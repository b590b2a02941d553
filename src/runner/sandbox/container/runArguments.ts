import type { Architecture } from '../../../lambda/function.ts';
import { descriptorLimit } from '../process/startScript.ts';
import type { ContainerCommand } from './containerCommand.ts';
import type { ToolTraits } from './containerTools.ts';

export interface ContainerMount {
  readonly folder: string;
  readonly at: string;
  readonly writable?: boolean;
}

export interface ContainerRun {
  readonly name: string;
  /** By name: so that what a killed service left is known for its own. */
  readonly labels: Readonly<Record<string, string>>;
  readonly image: string;
  readonly command: ContainerCommand;
  readonly architecture: Architecture;
  readonly memoryMegabytes: number;
  readonly mounts: readonly ContainerMount[];
  /** Names of variables whose values the tool finds in its own environment. */
  readonly variables: readonly string[];
  /** A file of variables that the tool's own environment cannot hold. */
  readonly variablesFile?: string;
  /** On Linux: the user and group by number. */
  readonly user?: string;
}

const platforms: Readonly<Record<Architecture, string>> = { x86_64: 'linux/amd64', arm64: 'linux/arm64' };

export function containerPlatform(architecture: Architecture): string {
  return platforms[architecture];
}

/** Arguments of `run`: no value of a variable is among them. */
export function runArguments(run: ContainerRun, traits: ToolTraits, platform: NodeJS.Platform): readonly string[] {
  const { entryPoint: [program, ...leading] = [], args, workingDirectory } = run.command;
  return [
    'run', '--rm', '--name', run.name,
    ...Object.entries(run.labels).flatMap(([name, value]) => ['--label', `${name}=${value}`]),
    '--platform', containerPlatform(run.architecture),
    // The image is here by now; its download is no part of a start.
    '--pull', 'never',
    ...(platform === 'linux' ? ['--network', 'host'] : []),
    '--memory', `${run.memoryMegabytes}m`, '--memory-swap', `${run.memoryMegabytes}m`,
    '--ulimit', `nofile=${descriptorLimit}:${descriptorLimit}`,
    '--read-only',
    ...traits.options,
    ...(run.user !== undefined && traits.asUser && platform === 'linux' ? ['--user', run.user] : []),
    ...run.mounts.flatMap((mount) => ['--mount', mountText(mount)]),
    ...variableArguments(run),
    ...(workingDirectory === undefined ? [] : ['--workdir', workingDirectory]),
    ...(program === undefined ? [] : ['--entrypoint', program]),
    run.image, ...leading, ...args,
  ];
}

/** Arguments of `exec` for a command in a container that runs. */
export function execArguments(run: Pick<ContainerRun, 'name' | 'variables' | 'variablesFile'>, command: readonly string[]): readonly string[] {
  return ['exec', ...variableArguments(run), run.name, ...command];
}

function variableArguments({ variables, variablesFile }: Pick<ContainerRun, 'variables' | 'variablesFile'>): readonly string[] {
  return [
    ...variables.flatMap((name) => ['--env', name]),
    ...(variablesFile === undefined ? [] : ['--env-file', variablesFile]),
  ];
}

/** Tools read it as a line of CSV. */
function mountText({ folder, at, writable }: ContainerMount): string {
  const fields = ['type=bind', `source=${folder}`, `target=${at}`, ...(writable === true ? [] : ['readonly'])];
  return fields.map((field) => (/[",]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field)).join(',');
}
