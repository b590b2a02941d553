import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { codeOf } from '../../common/codedError.ts';
import type { ExitCause } from './exitCause.ts';
import type { ProcessTree } from './processTree.ts';
import type { Supervisor } from './supervisor.ts';

export interface SandboxCommand {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  /** All of it: nothing of the service's own environment is added. */
  readonly environment: Readonly<Record<string, string>>;
}

export interface SandboxProcess {
  /** Undefined where it could not be started. */
  readonly pid: number | undefined;
  /** Settles once the process has ended and its output is read to the end. */
  readonly exit: Promise<ExitCause>;
  kill(): void;
}

export interface ProcessHost {
  readonly tree: ProcessTree;
  readonly supervisor: Supervisor;
  readonly platform: NodeJS.Platform;
}

/** Starts a runtime's process in a group of its own; what it writes goes to `onOutput`. */
export function startSandboxProcess(host: ProcessHost, command: SandboxCommand, onOutput: (text: string) => void): SandboxProcess {
  let child: ChildProcess;
  try {
    child = spawn(command.command, [...command.args], {
      cwd: command.cwd,
      env: { ...command.environment },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: host.platform !== 'win32',
      windowsHide: true,
    });
  } catch (error) {
    // Its message would show the variable that is refused.
    return notStarted(`${codeOf(error) ?? 'UNKNOWN'}: the system refuses its command or its environment variables.`);
  }
  const streams = [child.stdout, child.stderr];
  for (const stream of streams) read(stream, onOutput);
  const pid = child.pid;
  const watched = pid === undefined ? undefined : host.supervisor.watch(pid);
  let ended = false;
  const exit = exitOf(child, command.cwd).then((cause) => {
    ended = true;
    // One that left the group may hold the other end for ever.
    for (const stream of streams) stream?.destroy();
    // What the runtime had started goes with it.
    if (pid !== undefined) host.tree.kill(pid);
    watched?.dispose();
    return cause;
  });
  return {
    pid,
    exit,
    // Once it has ended, its number may be another's.
    kill: () => {
      if (pid !== undefined && !ended) host.tree.kill(pid);
    },
  };
}

/** Each stream decodes its own text: a character may come in pieces, with the other stream's between them. */
function read(stream: Readable | null, onOutput: (text: string) => void): void {
  stream?.setEncoding('utf8').on('data', onOutput).on('error', () => {});
}

/** Grandchildren may hold the output open after the process is gone; they are not waited for longer than this. */
const outputGraceMs = 200;

function exitOf(child: ChildProcess, cwd: string): Promise<ExitCause> {
  return new Promise((resolve) => {
    child.once('error', (error) => resolve({ type: 'notStarted', message: describeStart(error, cwd) }));
    child.once('exit', (status, signal) => {
      const cause: ExitCause = signal === null ? { type: 'exited', status: status ?? 0 } : { type: 'signaled', signal };
      const grace = setTimeout(() => resolve(cause), outputGraceMs);
      child.once('close', () => {
        clearTimeout(grace);
        resolve(cause);
      });
    });
  });
}

/** The system says ENOENT of the command also where it is the folder that is missing. */
function describeStart(error: Error, cwd: string): string {
  if (codeOf(error) === 'ENOENT' && !existsSync(cwd)) return `ENOENT: the folder ${cwd} does not exist.`;
  return `${codeOf(error) ?? 'UNKNOWN'}: ${error.message}`;
}

function notStarted(message: string): SandboxProcess {
  return { pid: undefined, exit: Promise.resolve({ type: 'notStarted', message }), kill() {} };
}
