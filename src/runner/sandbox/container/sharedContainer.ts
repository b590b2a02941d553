import { chmod, mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CodedError } from '../../../common/codedError.ts';
import type { ExitCause } from '../exitCause.ts';
import type { SandboxProcess } from '../sandboxProcess.ts';
import type { Container } from './container.ts';
import type { ContainerCommand } from './containerCommand.ts';
import { containerExit } from './containerExit.ts';
import type { ContainerMount } from './runArguments.ts';

/** Where processes leave their numbers, which only they know. */
const numbersAt = '/run/lambda-workbench';

/** Keeps the container, doing nothing. */
const keeper: ContainerCommand = { entryPoint: ['sleep'], args: ['infinity'] };

/** A container that several processes are started in; it ends with the last of them. */
export class SharedContainer {
  readonly container: Container;
  readonly #numbers: string;
  readonly #runArguments: (name: string, command: ContainerCommand, numbers: ContainerMount) => readonly string[];
  #made: Promise<void> | undefined;
  #started = 0;
  #running = 0;
  #ended = false;

  /** @param numbers a folder of the machine, which is made, for its processes' numbers. */
  constructor(
    container: Container,
    numbers: string,
    argumentsOfRun: (name: string, command: ContainerCommand, numbers: ContainerMount) => readonly string[],
  ) {
    this.container = container;
    this.#numbers = numbers;
    this.#runArguments = argumentsOfRun;
  }

  get ended(): boolean {
    return this.#ended;
  }

  /** Resolves when processes can be started in it. Throws CodedError `ISOLATION_UNAVAILABLE`. */
  ready(): Promise<void> {
    this.#made ??= this.#make();
    return this.#made;
  }

  /** @param startTool starts the tool's process for a command of the container. */
  start(command: readonly string[], startTool: (command: readonly string[]) => SandboxProcess): SandboxProcess {
    this.#started += 1;
    this.#running += 1;
    const number = String(this.#started);
    const script = `echo $$ > ${numbersAt}/${number}; exec "$0" "$@"`;
    const client = startTool(['/bin/sh', '-c', script, ...command]);
    let killed = false;
    const exit = client.exit.then(async (cause): Promise<ExitCause> => {
      this.#running -= 1;
      if (this.#running === 0) {
        this.#ended = true;
        await this.container.end();
      }
      return killed ? { type: 'signaled', signal: 'SIGKILL' } : containerExit(cause);
    });
    return {
      pid: undefined,
      exit,
      terminate: () => void this.#signal(number, 'TERM'),
      freeze() {},
      thaw() {},
      kill: () => {
        if (killed) return;
        killed = true;
        void this.#signal(number, 'KILL').finally(() => client.kill());
      },
    };
  }

  async #make(): Promise<void> {
    await mkdir(this.#numbers);
    await chmod(this.#numbers, 0o777);
    const [run = 'run', ...args] = this.#runArguments(this.container.name, keeper, { folder: this.#numbers, at: numbersAt, writable: true });
    if (await this.container.run([run, '--detach', ...args])) return;
    this.#ended = true;
    await this.container.end();
    throw new CodedError('ISOLATION_UNAVAILABLE', 'The container for the function and its extensions could not be started: its image needs sleep and /bin/sh.');
  }

  async #signal(number: string, signal: 'TERM' | 'KILL'): Promise<void> {
    const pid = (await readFile(join(this.#numbers, number), 'utf8').catch(() => '')).trim();
    if (/^\d+$/.test(pid)) await this.container.run(['exec', this.container.name, '/bin/sh', '-c', `kill -${signal} ${pid}`]);
  }
}
