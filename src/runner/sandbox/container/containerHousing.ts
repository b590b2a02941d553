import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { folderBytes } from '../folderBytes.ts';
import type { HousedStart, Housing } from '../housing.ts';
import type { MemoryMeter } from '../memory.ts';
import type { Opt } from '../opt/optFolders.ts';
import { removeTree } from '../removeTree.ts';
import { type ProcessHost, type ProcessOutput, type SandboxProcess, startSandboxProcess } from '../sandboxProcess.ts';
import { clientEnvironment, writeVariables } from './clientEnvironment.ts';
import { Container } from './container.ts';
import type { ContainerEngine } from './containerEngine.ts';
import type { FoundTool } from './containerTools.ts';
import { type ContainerRun, execArguments, runArguments } from './runArguments.ts';
import { SharedContainer } from './sharedContainer.ts';

export interface ContainerHousingParts {
  readonly host: ProcessHost;
  readonly meter: MemoryMeter;
  readonly engine: ContainerEngine;
  readonly tool: FoundTool;
  readonly environmentId: string;
  /** The host's, for the tool. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly run: Omit<ContainerRun, 'name' | 'variables' | 'variablesFile'>;
  /** What the image runs by itself; for a runtime that is started beside extensions. */
  readonly imageEntryPoint: readonly string[];
  /** The environment's own on the machine, removed in the end. */
  readonly folder: string;
  /** In it, what is /tmp in the container. */
  readonly temporary: string;
  readonly extensions: readonly string[];
  readonly opt: Opt | undefined;
}

/**
 * A container for each life of the runtime; with external extensions, which Lambda starts before it, one that runtime and extensions are
 * started in and that ends with the last of them.
 */
export class ContainerHousing implements Housing {
  readonly taskRoot = '/var/task';
  readonly #parts: ContainerHousingParts;
  #made = 0;
  #current: Container | undefined;
  #shared: SharedContainer | undefined;

  constructor(parts: ContainerHousingParts) {
    this.#parts = parts;
  }

  get extensions(): readonly string[] {
    return this.#parts.extensions;
  }

  apiAddress(port: number): string {
    const { host, tool } = this.#parts;
    return `${host.platform === 'linux' ? '127.0.0.1' : tool.traits.machine}:${port}`;
  }

  async startRuntime(start: HousedStart): Promise<SandboxProcess> {
    const { run, imageEntryPoint, extensions } = this.#parts;
    if (extensions.length > 0) return this.#startShared([...(run.command.entryPoint ?? imageEntryPoint), ...run.command.args], start);
    const container = this.#newContainer();
    this.#current = container;
    const { environment, ...variables } = await this.#variables(start.environment);
    const { host, tool } = this.#parts;
    const args = runArguments({ ...run, name: container.name, ...variables }, tool.traits, host.platform);
    return container.follow(this.#startTool(args, environment, start));
  }

  startExtension(name: string, start: HousedStart): Promise<SandboxProcess> {
    return this.#startShared([`/opt/extensions/${name}`], start);
  }

  temporaryBytes(): Promise<number> {
    return folderBytes(this.#parts.temporary);
  }

  async residentBytes(): Promise<number | undefined> {
    return (this.#shared?.container ?? this.#current)?.residentBytes(this.#parts.meter);
  }

  async close(): Promise<void> {
    await Promise.all([this.#current?.end(), this.#shared?.container.end()]);
    this.#parts.opt?.dispose();
    await removeTree(this.#parts.folder);
  }

  #newContainer(): Container {
    this.#made += 1;
    const { host, engine, tool, environmentId } = this.#parts;
    return new Container({ host, engine, tool, name: `lambda-workbench-${environmentId.slice(0, 12)}-${this.#made}` });
  }

  async #startShared(command: readonly string[], start: HousedStart): Promise<SandboxProcess> {
    const shared = await this.#living();
    const { environment, ...variables } = await this.#variables(start.environment);
    return shared.start(command, (wrapped) => this.#startTool(execArguments({ name: shared.container.name, ...variables }, wrapped), environment, start));
  }

  async #living(): Promise<SharedContainer> {
    if (this.#shared === undefined || this.#shared.ended) {
      const numbers = join(this.#parts.folder, `processes-${this.#made + 1}`);
      const { run, tool, host } = this.#parts;
      this.#shared = new SharedContainer(this.#newContainer(), numbers, (name, command, mount) =>
        runArguments({ ...run, name, command, mounts: [...run.mounts, mount], variables: [] }, tool.traits, host.platform),
      );
    }
    const shared = this.#shared;
    await shared.ready();
    return shared;
  }

  async #variables(all: Readonly<Record<string, string>>): Promise<{
    readonly environment: Readonly<Record<string, string>>;
    readonly variables: readonly string[];
    readonly variablesFile?: string;
  }> {
    const { environment, names, others } = clientEnvironment(all, this.#parts.environment);
    if (Object.keys(others).length === 0) return { environment, variables: names };
    const folder = join(this.#parts.folder, 'variables');
    await mkdir(folder, { recursive: true });
    const variablesFile = join(folder, crypto.randomUUID());
    await writeVariables(variablesFile, others);
    return { environment, variables: names, variablesFile };
  }

  /** Without a pipe for framed logs: tools pass on standard output and error only. */
  #startTool(args: readonly string[], environment: Readonly<Record<string, string>>, { onOutput }: ProcessOutput): SandboxProcess {
    const { host, tool, folder } = this.#parts;
    return startSandboxProcess(host, { command: tool.command, args, cwd: folder, environment }, { onOutput });
  }
}
