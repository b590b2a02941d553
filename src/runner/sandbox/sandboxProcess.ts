import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { Readable } from 'node:stream';
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
  /** Undefined where it could not be started, or is none of this machine's (in a container). */
  readonly pid: number | undefined;
  /** Settles once the process has ended and its output is read to the end. */
  readonly exit: Promise<ExitCause>;
  /** SIGTERM to the process itself; on Windows nothing, as it has no such signal. */
  terminate(): void;
  /** Stops it and what it started until `thaw`; on Windows nothing. */
  freeze(): void;
  thaw(): void;
  /** Ends it, with all that it started, at once. */
  kill(): void;
}

/** Where what a process writes goes. */
export interface ProcessOutput {
  /** Its standard output and standard error. */
  readonly onOutput: (text: string) => void;
  /**
   * Where given, the process gets a pipe as file descriptor 3, named by `_LAMBDA_TELEMETRY_LOG_FD`, for logs in Lambda's frames; this
   * hears its bytes as they come, in any pieces.
   */
  readonly onFrames?: (bytes: Buffer) => void;
}

/** The variable by which runtimes know that they may write framed logs, and the descriptor that it names. */
const framesVariable = '_LAMBDA_TELEMETRY_LOG_FD';
const framesDescriptor = 3;

export interface ProcessHost {
  readonly tree: ProcessTree;
  readonly supervisor: Supervisor;
  readonly platform: NodeJS.Platform;
}

/** Starts a process in a group of its own. */
export function startSandboxProcess(host: ProcessHost, command: SandboxCommand, { onOutput, onFrames }: ProcessOutput): SandboxProcess {
  let child: ChildProcess;
  try {
    child = spawn(command.command, [...command.args], {
      cwd: command.cwd,
      env: { ...command.environment, ...(onFrames !== undefined && { [framesVariable]: String(framesDescriptor) }) },
      stdio: ['ignore', 'pipe', 'pipe', ...(onFrames === undefined ? [] : ['pipe' as const])],
      detached: host.platform !== 'win32',
      windowsHide: true,
    });
  } catch (error) {
    // Its message would show the variable that is refused.
    return neverStarted(`${codeOf(error) ?? 'UNKNOWN'}: the system refuses its command or its environment variables.`);
  }
  const streams: (Readable | null)[] = [child.stdout, child.stderr];
  for (const stream of streams) read(stream, onOutput);
  if (onFrames !== undefined) streams.push(readFrames(child, onFrames));
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
  const whileRunning = (act: (id: number) => void) => (): void => {
    if (pid !== undefined && !ended) act(pid);
  };
  return {
    pid,
    exit,
    // Once it has ended, its number may be another's.
    terminate: whileRunning(() => {
      if (host.platform !== 'win32') child.kill('SIGTERM');
    }),
    freeze: whileRunning((id) => host.tree.freeze(id)),
    thaw: whileRunning((id) => host.tree.thaw(id)),
    kill: whileRunning((id) => host.tree.kill(id)),
  };
}

/** Each stream decodes its own text: a character may come in pieces, with the other stream's between them. */
function read(stream: Readable | null, onOutput: (text: string) => void): void {
  stream?.setEncoding('utf8').on('data', onOutput).on('error', () => {});
}

function readFrames(child: ChildProcess, onFrames: (bytes: Buffer) => void): Readable | null {
  const pipe = child.stdio[framesDescriptor];
  if (!(pipe instanceof Readable)) return null;
  return pipe.on('data', onFrames).on('error', () => {});
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

export function neverStarted(message: string): SandboxProcess {
  return { pid: undefined, exit: Promise.resolve({ type: 'notStarted', message }), terminate() {}, freeze() {}, thaw() {}, kill() {} };
}
