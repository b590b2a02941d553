import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import * as v from 'valibot';
import { controlPath, type ReadyLine, RegionState, StartupLine, WorkspaceSyncResult, type RegionSettings, type WorkspaceSync } from '../../src/protocol/runner.ts';
import { eventually } from './eventually.ts';

export interface RegionOptions {
  readonly templates?: readonly string[];
  readonly dataFolder?: string;
  /** More of the command line. */
  readonly args?: readonly string[];
  readonly environment?: NodeJS.ProcessEnv;
}

export const runnerFile = fileURLToPath(new URL('../../dist/runner.cjs', import.meta.url));

/** The built service in a process of its own, as users start it. Disposing it stops it and removes the data it was not given. */
export class RunningRegion implements AsyncDisposable {
  readonly endpoint: string;
  readonly functions: readonly string[];
  readonly dataFolder: string;
  readonly #token: string;
  readonly #child: ReturnType<typeof spawn>;
  readonly #cleanUp: () => Promise<void>;
  readonly #stderr: string[];

  constructor(child: ReturnType<typeof spawn>, ready: ReadyLine, dataFolder: string, stderr: string[], cleanUp: () => Promise<void>) {
    this.#child = child;
    this.#stderr = stderr;
    this.#cleanUp = cleanUp;
    this.endpoint = ready.endpoint;
    this.dataFolder = dataFolder;
    this.functions = ready.functions;
    this.#token = ready.controlToken;
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  get stderr(): string {
    return this.#stderr.join('');
  }

  async state(): Promise<RegionState> {
    return v.parse(RegionState, await (await this.control('GET', '/state')).json());
  }

  async sync(sync: WorkspaceSync): Promise<WorkspaceSyncResult> {
    return v.parse(WorkspaceSyncResult, await (await this.control('PUT', '/workspace', sync)).json());
  }

  async settings(settings: RegionSettings): Promise<void> {
    await this.control('PUT', '/settings', settings);
  }

  control(method: string, path: string, body?: unknown): Promise<Response> {
    return fetch(`${this.endpoint}${controlPath}${path}`, {
      method,
      headers: { authorization: `Bearer ${this.#token}` },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  }

  /** Retires every environment, and waits until they are gone. */
  async retireAll(): Promise<void> {
    for (const { id } of (await this.state()).environments) await this.control('POST', `/environments/${id}/retire`);
    await eventually(async () => (await this.state()).environments.length === 0 || undefined);
  }

  /** Sends the signal, and waits for the exit code (null where the signal ended it). */
  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> {
    if (this.#child.exitCode === null && this.#child.signalCode === null) {
      const exited = once(this.#child, 'exit');
      this.#child.kill(signal);
      await exited;
    }
    return this.#child.exitCode;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
    await this.#cleanUp();
  }
}

/** Starts the service; throws what it says where it does not start, as `CODE: message`. */
export async function openRegion(options: RegionOptions = {}): Promise<RunningRegion> {
  const own = options.dataFolder === undefined ? await mkdtemp(join(tmpdir(), 'lambda-workbench-data-')) : undefined;
  const templates = (options.templates ?? []).flatMap((file) => ['--template', file]);
  const data = ['--data', options.dataFolder ?? own ?? ''];
  // What is created is active at once, unless a test asks for more.
  const args = [runnerFile, 'serve', '--port', '0', '--time-scale', '0', ...data, ...templates, ...(options.args ?? [])];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...options.environment } });
  const stderr: string[] = [];
  child.stderr.setEncoding('utf8').on('data', (text: string) => stderr.push(text));
  const cleanUp = async (): Promise<void> => {
    if (own !== undefined) await rm(own, { recursive: true, force: true });
  };
  const line = await Promise.race([
    once(createInterface({ input: child.stdout }), 'line').then(([text]) => String(text)),
    once(child, 'exit').then(() => undefined),
  ]);
  if (line === undefined) throw new Error(`The service ended before it was ready: ${stderr.join('')}`);
  const startup = v.parse(v.pipe(v.string(), v.parseJson(), StartupLine), line);
  if (startup.type === 'failed') {
    await once(child, 'exit');
    await cleanUp();
    throw new Error(`${startup.code}: ${startup.message}`);
  }
  return new RunningRegion(child, startup, options.dataFolder ?? own ?? '', stderr, cleanUp);
}
