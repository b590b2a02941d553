import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import path from 'node:path';
import { serverFile } from './installation.ts';

export interface VsCodeServerOptions {
  /** Where the server keeps its state; a temporary one is removed with the server. */
  readonly dataFolder: string;
  readonly dataFolderIsTemporary: boolean;
  /** 0, the default, takes a free one. */
  readonly port?: number;
  /** `asked`: a folder is restricted until its user trusts it; `given`: every folder is trusted. */
  readonly trust: 'asked' | 'given';
  readonly env?: Readonly<Record<string, string>>;
  /**
   * `installed` (links to extensions in this folder) is what users have. `development` takes the extension and its tests from the page's
   * address, which a built VS Code allows only together with its smoke test driver, and that shows no notification.
   */
  readonly extensions: 'development' | { readonly installed: string };
}

export interface VsCodeServer {
  readonly port: number;
  readonly pid: number;
  /** What it has written so far, both streams. */
  output(): string;
  /** Settles when it is gone, for whatever reason. */
  readonly exited: Promise<void>;
  dispose(): Promise<void>;
}

const guard = path.join(import.meta.dirname, 'guard.mjs');
const readyLine = /Web UI available at http:\/\/[^:\s]+:(\d+)/;

/** Starts VS Code's server on 127.0.0.1; rejects with what it wrote if it ends before it serves. */
export async function startVsCodeServer(options: VsCodeServerOptions): Promise<VsCodeServer> {
  const child = spawn(process.execPath, [guard, ...removals(options), '--', process.execPath, ...argumentsOf(options)], {
    stdio: ['pipe', 'pipe', 'pipe'],
    detached: process.platform !== 'win32',
    windowsHide: true,
    env: environment(options.env ?? {}),
  });
  child.stdin.on('error', () => {});
  const output = collect(child);
  const exited = once(child, 'close').then(() => {});
  const port = await Promise.race([
    readyPort(child, output),
    exited.then(() => {
      throw new Error(`VS Code's server ended before it served (code ${String(child.exitCode)}):\n${output()}`);
    }),
  ]);
  return {
    port,
    pid: child.pid ?? -1,
    output,
    exited,
    async dispose() {
      child.stdin.end();
      await exited;
    },
  };
}

function removals(options: VsCodeServerOptions): string[] {
  return options.dataFolderIsTemporary ? ['--remove', options.dataFolder] : [];
}

function argumentsOf(options: VsCodeServerOptions): string[] {
  return [
    serverFile(),
    '--host=127.0.0.1',
    `--port=${String(options.port ?? 0)}`,
    '--without-connection-token',
    '--accept-server-license-terms',
    `--server-data-dir=${options.dataFolder}`,
    '--telemetry-level=off',
    ...(options.extensions === 'development' ? ['--enable-smoke-test-driver'] : [`--extensions-dir=${options.extensions.installed}`]),
    ...(options.trust === 'given' ? ['--disable-workspace-trust'] : []),
  ];
}

/** The extension host must not think that it runs inside npm or a test runner. */
function environment(added: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  const foreign = /^(npm_|VITEST|VSCODE_|ELECTRON_|TINYPOOL_|NODE_(ENV|OPTIONS|V8_COVERAGE)$|(TEST|DEV|PROD|MODE|SSR|BASE_URL|INIT_CWD)$)/;
  return { ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !foreign.test(name))), ...added };
}

function collect(child: ChildProcessByStdio<Writable, Readable, Readable>): () => string {
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8');
    stream.on('data', (chunk: string) => (text += chunk));
  }
  return () => text;
}

async function readyPort(child: ChildProcessByStdio<Writable, Readable, Readable>, output: () => string): Promise<number> {
  return new Promise((resolve) => {
    const look = (): void => {
      const port = readyLine.exec(output())?.[1];
      if (port === undefined) return;
      child.stdout.off('data', look);
      resolve(Number(port));
    };
    child.stdout.on('data', look);
  });
}
