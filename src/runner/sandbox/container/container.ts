import { readFileSync } from 'node:fs';
import type { Disposable } from '../../../common/disposable.ts';
import type { ExitCause } from '../exitCause.ts';
import type { MemoryMeter } from '../memory.ts';
import type { ProcessHost, SandboxProcess } from '../sandboxProcess.ts';
import type { ContainerEngine } from './containerEngine.ts';
import { containerExit } from './containerExit.ts';
import type { FoundTool } from './containerTools.ts';
import { memoryInUse } from './memoryInUse.ts';

export interface ContainerParts {
  readonly host: ProcessHost;
  readonly engine: ContainerEngine;
  readonly tool: FoundTool;
  readonly name: string;
}

/** A container by its name: watched from before it is made until it is gone. */
export class Container {
  readonly #parts: ContainerParts;
  readonly #watched: Disposable;
  #ended: Promise<void> | undefined;
  /** Of its first process, where that is one of this machine's. */
  #pid: Promise<number | undefined> | undefined;

  constructor(parts: ContainerParts) {
    this.#parts = parts;
    this.#watched = parts.host.supervisor.watchCommand([parts.tool.command, 'rm', '--force', parts.name]);
  }

  get name(): string {
    return this.#parts.name;
  }

  /** Runs one of the tool's commands to its end; the answer says whether it went well. */
  async run(args: readonly string[]): Promise<boolean> {
    const { engine, tool } = this.#parts;
    return (await engine.run(tool, args)).status === 0;
  }

  /** Ends it with all in it, made or not; resolves when that is done. */
  end(): Promise<void> {
    this.#ended ??= this.run(['rm', '--force', this.name]).then(() => this.#watched.dispose());
    return this.#ended;
  }

  /** The container's own process, by the tool's process that shows its output. */
  follow(client: SandboxProcess): SandboxProcess {
    let killed = false;
    const exit = client.exit.then(async (cause): Promise<ExitCause> => {
      await this.end();
      return killed ? { type: 'signaled', signal: 'SIGKILL' } : containerExit(cause);
    });
    return {
      // The tool's process is not the container's.
      pid: undefined,
      exit,
      terminate: () => void this.run(['kill', '--signal', 'TERM', this.name]),
      // Stopping a container takes longer than most invocations.
      freeze() {},
      thaw() {},
      kill: () => {
        if (killed) return;
        killed = true;
        // It may not be made yet: then its tool must not make it any more.
        void this.run(['kill', this.name]).then((done) => {
          if (!done) client.kill();
        });
      },
    };
  }

  /** Resident bytes of all its processes; undefined where it does not run. */
  async residentBytes(meter: MemoryMeter): Promise<number | undefined> {
    if (this.#ended !== undefined) return undefined;
    if (this.#parts.host.platform === 'linux') {
      this.#pid ??= this.#findPid();
      const pid = await this.#pid;
      const use = pid === undefined ? undefined : meter.peek([pid]);
      if (use !== undefined) return use.resident;
    }
    const { engine, tool } = this.#parts;
    const { status, output } = await engine.run(tool, ['stats', '--no-stream', '--format', '{{.MemUsage}}', this.name]);
    return status === 0 ? memoryInUse(output) : undefined;
  }

  async #findPid(): Promise<number | undefined> {
    const { engine, tool } = this.#parts;
    const { output } = await engine.run(tool, ['inspect', '--format', '{{.Id}} {{.State.Pid}}', this.name]);
    const [id, pid] = output.trim().split(' ');
    if (id === undefined || !/^\d+$/.test(pid ?? '') || pid === '0') {
      // It may run in a moment.
      this.#pid = undefined;
      return undefined;
    }
    return isOf(id, Number(pid)) ? Number(pid) : undefined;
  }
}

/** An engine in a virtual machine tells numbers of its own. */
function isOf(id: string, pid: number): boolean {
  try {
    return id !== '' && readFileSync(`/proc/${pid}/cgroup`, 'utf8').includes(id);
  } catch {
    return false;
  }
}
