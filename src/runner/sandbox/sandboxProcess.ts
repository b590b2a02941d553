import { type ChildProcess, spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import { codeOf, messageOf } from '../../common/codedError.ts';
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
  terminate(): void;
  kill(): void;
}

export interface ProcessHost {
  readonly tree: ProcessTree;
  readonly supervisor: Supervisor;
  readonly platform: NodeJS.Platform;
}

/** Starts a runtime's process in a group of its own; what it writes goes to `onOutput`. */
export function startSandboxProcess(host: ProcessHost, command: SandboxCommand, onOutput: (chunk: Buffer) => void): SandboxProcess {
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
    return notStarted(messageOf(error));
  }
  for (const stream of [child.stdout, child.stderr]) read(stream, onOutput);
  const pid = child.pid;
  const watched = pid === undefined ? undefined : host.supervisor.watch(pid);
  let ended = false;
  const exit = exitOf(child).then((cause) => {
    ended = true;
    // What the runtime had started goes with it.
    if (pid !== undefined) host.tree.kill(pid);
    watched?.dispose();
    return cause;
  });
  return {
    pid,
    exit,
    // Once it has ended, its number may be another's.
    terminate: () => {
      if (pid !== undefined && !ended) host.tree.terminate(pid);
    },
    kill: () => {
      if (pid !== undefined && !ended) host.tree.kill(pid);
    },
  };
}

function read(stream: Readable | null, onOutput: (chunk: Buffer) => void): void {
  stream?.on('data', onOutput).on('error', () => {});
}

/** Grandchildren may hold the output open after the process is gone; they are not waited for longer than this. */
const outputGraceMs = 200;

function exitOf(child: ChildProcess): Promise<ExitCause> {
  return new Promise((resolve) => {
    child.once('error', (error) => resolve({ type: 'notStarted', message: describeStart(error) }));
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

function describeStart(error: Error): string {
  return `${codeOf(error) ?? 'UNKNOWN'}: ${error.message}`;
}

function notStarted(message: string): SandboxProcess {
  return { pid: undefined, exit: Promise.resolve({ type: 'notStarted', message }), terminate() {}, kill() {} };
}
