import { isAbsolute, join } from 'node:path';
import type { LaunchPlan } from '../../runtimes/launchPlan.ts';
import { extensionVariables } from '../extensionVariables.ts';
import { folderBytes } from '../folderBytes.ts';
import type { HousedStart, Housing } from '../housing.ts';
import type { Opt } from '../opt/optFolders.ts';
import { removeTree } from '../removeTree.ts';
import { neverStarted, type ProcessHost, type SandboxCommand, type SandboxProcess, startSandboxProcess } from '../sandboxProcess.ts';
import { withDescriptorLimit } from './startScript.ts';
import { whyNotExecutable } from './whyNotExecutable.ts';
import { windowsCommand } from './windowsExtension.ts';

export interface ProcessHousingParts {
  readonly host: ProcessHost;
  readonly plan: LaunchPlan;
  readonly taskRoot: string;
  readonly opt: Opt;
  /** The environment's own, removed in the end. */
  readonly folder: string;
  /** In it, what is /tmp for the handler. */
  readonly temporary: string;
  readonly extensions: readonly string[];
}

/** Plain processes, with a folder for their temporary files. */
export class ProcessHousing implements Housing {
  readonly #parts: ProcessHousingParts;

  constructor(parts: ProcessHousingParts) {
    this.#parts = parts;
  }

  get taskRoot(): string {
    return this.#parts.taskRoot;
  }

  get extensions(): readonly string[] {
    return this.#parts.extensions;
  }

  apiAddress(port: number): string {
    return `127.0.0.1:${port}`;
  }

  startRuntime(start: HousedStart): Promise<SandboxProcess> {
    const { command, args, variables } = this.#parts.plan;
    return this.#start({ command, args }, variables, start);
  }

  startExtension(name: string, { environment, onOutput }: HousedStart): Promise<SandboxProcess> {
    const file = join(this.#parts.opt.folder, 'extensions', name);
    const interpreter = this.#parts.plan.variables['ComSpec'] ?? 'cmd.exe';
    const command = this.#parts.host.platform === 'win32' ? windowsCommand(file, interpreter) : { command: file, args: [] };
    return this.#start(command, extensionVariables(this.#parts.plan), { environment, onOutput });
  }

  temporaryBytes(): Promise<number> {
    return folderBytes(this.#parts.temporary);
  }

  residentBytes(): Promise<undefined> {
    return Promise.resolve(undefined);
  }

  async close(): Promise<void> {
    this.#parts.opt.dispose();
    await removeTree(this.#parts.folder);
  }

  async #start(
    what: Pick<SandboxCommand, 'command' | 'args'>,
    variables: LaunchPlan['variables'],
    start: HousedStart,
  ): Promise<SandboxProcess> {
    const { host, temporary } = this.#parts;
    const reason = host.platform !== 'win32' && isAbsolute(what.command) ? await whyNotExecutable(what.command) : undefined;
    if (reason !== undefined) return neverStarted(reason);
    const environment = { ...variables, ...temporaryVariables(temporary, host.platform), ...start.environment };
    const command = { ...what, cwd: this.taskRoot, environment };
    return startSandboxProcess(host, withDescriptorLimit(command, host.platform), start);
  }
}

/**
 * By which programs find the folder for temporary files: a plain process cannot have a /tmp of its own, which Lambda's handlers write to
 * by that name.
 */
export function temporaryVariables(folder: string, platform: NodeJS.Platform): Readonly<Record<string, string>> {
  return platform === 'win32' ? { TMPDIR: folder, TMP: folder, TEMP: folder } : { TMPDIR: folder };
}
