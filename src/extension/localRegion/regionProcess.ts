import { type ChildProcess, spawn } from 'node:child_process';
import * as v from 'valibot';
import type { Clock } from '../../common/clock.ts';
import { CodedError, messageOf } from '../../common/codedError.ts';
import { type ReadyLine, StartupLine } from '../../protocol/runner.ts';
import { LineSplitter } from '../../common/lineSplitter.ts';
import { processEnding } from './processEnding.ts';

export interface RegionLaunch {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
}

export interface RegionProcessOptions extends RegionLaunch {
  readonly platform: NodeJS.Platform;
  readonly clock: Clock;
  /** How long it may take to end after being asked. */
  readonly graceMs: number;
  /** Takes each line of its log. */
  readonly onLog: (line: string) => void;
}

const keptLogLines = 20;

/** The Local region's process: it is ready (it said so) or it failed, and it does not outlive its owner. */
export class RegionProcess {
  /** Rejects with CodedError: the code that the process gave, or `REGION_EXITED` or `REGION_NOT_STARTED`. */
  readonly ready: Promise<ReadyLine>;
  /** Resolves when it has ended, for whatever reason, to an error that says how. */
  readonly exited: Promise<CodedError>;
  readonly #child: ChildProcess;
  readonly #options: RegionProcessOptions;
  readonly #lastLog: string[] = [];
  #hasExited = false;

  constructor(options: RegionProcessOptions) {
    this.#options = options;
    // Its input stays open as long as this process lives: that is how it notices that its owner is gone.
    this.#child = spawn(options.command, options.args, { env: options.env, stdio: ['pipe', 'pipe', 'pipe'], windowsHide: true });
    this.#child.stdin?.on('error', () => {});
    this.#readLog();
    this.exited = this.#watchExit();
    this.ready = this.#watchReady();
    this.ready.catch(() => {});
  }

  get hasExited(): boolean {
    return this.#hasExited;
  }

  /** Asks, waits for the grace period, forces. Resolves once it is gone. */
  async stop(): Promise<void> {
    if (this.#hasExited) return;
    const ending = processEnding(this.#options.platform, (command, args) => spawn(command, args, { stdio: 'ignore', windowsHide: true }));
    ending.ask(this.#child);
    const late = this.#options.clock.after(this.#options.graceMs, () => ending.force(this.#child));
    await this.exited;
    late.dispose();
  }

  #readLog(): void {
    const lines = new LineSplitter((line) => {
      this.#lastLog.push(line);
      if (this.#lastLog.length > keptLogLines) this.#lastLog.shift();
      this.#options.onLog(line);
    });
    this.#child.stderr?.setEncoding('utf8').on('data', (chunk: string) => lines.push(chunk)).on('end', () => lines.end());
  }

  #watchExit(): Promise<CodedError> {
    return new Promise((resolve) => {
      const done = (error: CodedError) => {
        this.#hasExited = true;
        resolve(error);
      };
      this.#child.on('error', (error) => {
        if (this.#child.pid === undefined) done(notStarted(this.#options.command, error));
      });
      // `close`, not `exit`: by then its log has been read to the end.
      this.#child.on('close', (code, signal) => done(exitError(code, signal, this.#lastLog)));
    });
  }

  #watchReady(): Promise<ReadyLine> {
    const firstLine = new Promise<string>((resolve) => {
      const lines = new LineSplitter(resolve);
      this.#child.stdout?.setEncoding('utf8').on('data', (chunk: string) => lines.push(chunk)).on('end', () => lines.end());
    });
    const exit = this.exited.then((error) => {
      throw error;
    });
    return Promise.race([firstLine, exit]).then(readStartupLine);
  }
}

function readStartupLine(text: string): ReadyLine {
  const line = v.safeParse(v.pipe(v.string(), v.parseJson(), StartupLine), text);
  if (!line.success) {
    throw new CodedError('REGION_NOT_STARTED', `The Local runner said something unexpected instead of being ready: ${text.slice(0, 200)}`, {
      owner: 'system',
    });
  }
  if (line.output.type === 'failed') throw new CodedError(line.output.code, line.output.message);
  return line.output;
}

function notStarted(command: string, cause: Error): CodedError {
  return new CodedError('REGION_NOT_STARTED', `The Local runner could not be started with ${command}: ${messageOf(cause)}`, { owner: 'system', cause });
}

function exitError(code: number | null, signal: NodeJS.Signals | null, log: readonly string[]): CodedError {
  const how = signal === null ? `with code ${code}` : `by ${signal}`;
  const last = log.length === 0 ? '' : `\n${log.join('\n')}`;
  return new CodedError('REGION_EXITED', `The Local runner has ended ${how}.${last}`, { owner: 'system', details: { code, signal } });
}
