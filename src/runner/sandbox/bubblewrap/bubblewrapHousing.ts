import { readFileSync } from 'node:fs';
import type { LaunchPlan, Place } from '../../runtimes/launchPlan.ts';
import { extensionVariables } from '../extensionVariables.ts';
import type { HousedStart, Housing } from '../housing.ts';
import type { MemoryMeter } from '../memory.ts';
import type { Opt } from '../opt/optFolders.ts';
import { whyNotExecutable } from '../process/whyNotExecutable.ts';
import { removeTree } from '../removeTree.ts';
import { neverStarted, type ProcessHost, type SandboxCommand, type SandboxProcess, startSandboxProcess } from '../sandboxProcess.ts';
import { enterCommand } from './enterArguments.ts';
import type { Holder } from './holder.ts';
import { places } from './places.ts';

export interface BubblewrapHousingParts {
  readonly host: ProcessHost;
  readonly meter: MemoryMeter;
  readonly plan: LaunchPlan;
  readonly nsenter: string;
  readonly extensions: readonly string[];
  /** Code and layers, as the sandbox shows them and as they lie here. */
  readonly shown: readonly Place[];
  readonly opt: Opt;
  /** The environment's own on the machine, removed in the end. */
  readonly folder: string;
  readonly holder: Holder;
  /** Makes another such, where the holder was ended by somebody. */
  readonly start: () => Promise<Holder>;
}

/** Processes in the namespaces that a holder keeps. */
export class BubblewrapHousing implements Housing {
  readonly taskRoot = places.task;
  readonly #parts: BubblewrapHousingParts;
  #holder: Holder;
  #anew: Promise<Holder> | undefined;
  /** Processes that entered: their parents are outside. */
  readonly #entered = new Set<number>();

  constructor(parts: BubblewrapHousingParts) {
    this.#parts = parts;
    this.#holder = parts.holder;
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
    const command = { command: `${places.opt}/extensions/${name}`, args: [] };
    return this.#start(command, extensionVariables(this.#parts.plan), { environment, onOutput });
  }

  /** The system holds /tmp to its size. */
  temporaryBytes(): Promise<undefined> {
    return Promise.resolve(undefined);
  }

  /** With those that left their parents, which are the holder's then. */
  residentBytes(): Promise<number | undefined> {
    const { initPid, alive } = this.#holder;
    return Promise.resolve(alive ? this.#parts.meter.peek([initPid, ...this.#entered])?.resident : undefined);
  }

  async close(): Promise<void> {
    await this.#anew?.catch(() => {});
    await this.#holder.end();
    this.#parts.opt.dispose();
    await removeTree(this.#parts.folder);
  }

  async #start(
    what: Pick<SandboxCommand, 'command' | 'args'>,
    variables: LaunchPlan['variables'],
    start: HousedStart,
  ): Promise<SandboxProcess> {
    const { host, nsenter } = this.#parts;
    const reason = await whyNotExecutable(this.#hostPath(what.command));
    if (reason !== undefined) return neverStarted(reason);
    const { initPid } = await this.#living();
    const environment = { ...variables, ...start.environment };
    const started = startSandboxProcess(host, enterCommand(nsenter, initPid, { ...what, cwd: this.taskRoot, environment }), start);
    const { pid } = started;
    if (pid === undefined) return started;
    this.#entered.add(pid);
    void started.exit.then(() => this.#entered.delete(pid));
    // It is a shell's that waits for the process itself, and ends as that does.
    return {
      ...started,
      terminate: () => {
        if (this.#entered.has(pid)) terminateChild(pid);
      },
    };
  }

  #hostPath(file: string): string {
    const place = this.#parts.shown.find(({ inside }) => file.startsWith(`${inside}/`));
    return place === undefined ? file : `${place.host}${file.slice(place.inside.length)}`;
  }

  async #living(): Promise<Holder> {
    if (this.#holder.alive) return this.#holder;
    this.#anew ??= this.#parts.start().finally(() => (this.#anew = undefined));
    this.#holder = await this.#anew;
    return this.#holder;
  }
}

function terminateChild(pid: number): void {
  try {
    const [child] = readFileSync(`/proc/${pid}/task/${pid}/children`, 'latin1').trim().split(' ').map(Number);
    if (child !== undefined && child > 1) process.kill(child, 'SIGTERM');
  } catch {
    // It has ended.
  }
}
