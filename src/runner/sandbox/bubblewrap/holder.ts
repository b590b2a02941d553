import { type ChildProcess, spawn } from 'node:child_process';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { CodedError } from '../../../common/codedError.ts';
import type { ProcessHost } from '../sandboxProcess.ts';

/** A process that keeps a sandbox's namespaces, and with them its /tmp, as long as it lives. Its end ends all that runs in them. */
export interface Holder {
  /** The host's number of the sandbox's first process, whose namespaces others enter. */
  readonly initPid: number;
  readonly alive: boolean;
  /** Resolves when it is gone, and all in it. */
  end(): Promise<void>;
}

/** Says that the file system is made, then waits for the end of its input, which comes when the service is gone, whatever ended it. */
const holding = ['/bin/sh', '-c', 'echo; exec cat'];

const infoDescriptor = 3;

/** @param args what the sandbox shows. Throws CodedError `ISOLATION_UNAVAILABLE` with what bubblewrap says. */
export async function startHolder(host: ProcessHost, bwrap: string, args: readonly string[]): Promise<Holder> {
  const child = spawn(bwrap, [...args, '--info-fd', String(infoDescriptor), '--', ...holding], {
    cwd: '/',
    env: {},
    stdio: ['pipe', 'pipe', 'pipe', 'pipe'],
    detached: true,
  });
  const watched = child.pid === undefined ? undefined : host.supervisor.watch(child.pid);
  let failure = '';
  const gone = new Promise<void>((resolve) => {
    child.once('error', (error) => {
      failure = error.message;
      resolve();
    });
    child.once('exit', () => resolve());
  }).then(() => watched?.dispose());
  const [info, complaint] = [child.stdio[infoDescriptor], child.stderr].map((stream) => readAll(stream));
  child.stdin?.on('error', () => {});
  if (!(await isReady(child, gone))) {
    throw new CodedError('ISOLATION_UNAVAILABLE', `The sandbox could not be made. bubblewrap says: ${failure || (await complaint)?.trim()}`);
  }
  const alive = (): boolean => child.exitCode === null && child.signalCode === null;
  const initPid = pidIn((await info) ?? '');
  if (initPid === undefined) {
    if (child.pid !== undefined) host.tree.kill(child.pid);
    await gone;
    throw new CodedError('ISOLATION_UNAVAILABLE', 'The sandbox could not be made: this bubblewrap does not tell its process. Install 0.8 or later.');
  }
  return {
    initPid,
    get alive() {
      return alive();
    },
    async end() {
      // bwrap ends when this one has, and this one not before all others of its namespace.
      if (alive()) killProcess(initPid);
      await gone;
    },
  };
}

function killProcess(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has just ended.
  }
}

function isReady(child: ChildProcess, gone: Promise<void>): Promise<boolean> {
  const said = new Promise<boolean>((resolve) => child.stdout?.once('data', () => resolve(true)).on('error', () => {}));
  return Promise.race([said, gone.then(() => false)]);
}

async function readAll(stream: ChildProcess['stdio'][number] | undefined): Promise<string> {
  return stream instanceof Readable ? await text(stream).catch(() => '') : '';
}

function pidIn(info: string): number | undefined {
  const pid = Number(/"child-pid":\s*(\d+)/.exec(info)?.[1]);
  return Number.isSafeInteger(pid) && pid > 1 ? pid : undefined;
}
