import { dirname, join } from 'node:path';
import type { Runtimes } from '../../src/runner/runtimes/launchPlan.ts';
import { createIsolation, type IsolationOptions, type LocalIsolation } from '../../src/runner/sandbox/createIsolation.ts';
import type { ExitCause } from '../../src/runner/sandbox/exitCause.ts';
import type { HousedStart, Housing, IsolationKind } from '../../src/runner/sandbox/housing.ts';
import { memoryMeterOf } from '../../src/runner/sandbox/memory.ts';
import { plainLayerFolders } from '../../src/runner/sandbox/opt/layerFolders.ts';
import type { SandboxProcess } from '../../src/runner/sandbox/sandboxProcess.ts';
import { testHost } from './testIsolation.ts';

/** A runtime that runs the JavaScript in its variable SCRIPT, with `fs`, `os` and a `log` that prints JSON. */
const evaluate = "const fs = require('node:fs'); const os = require('node:os'); const log = (value) => console.log(JSON.stringify(value)); eval(process.env.SCRIPT)";

export const scriptRuntimes: Runtimes = {
  plan: () =>
    Promise.resolve({
      command: process.execPath,
      args: ['-e', evaluate],
      variables: { PATH: process.env['PATH'] ?? '' },
      toolchain: [dirname(dirname(process.execPath))],
    }),
};

/** Isolation of one kind as the service makes it, in a data folder. */
export function isolationOf(dataFolder: string, kind: IsolationKind, changes: Partial<IsolationOptions> = {}): Promise<LocalIsolation> {
  return createIsolation({
    host: testHost,
    meter: memoryMeterOf(process.platform),
    runtimes: scriptRuntimes,
    assets: join(import.meta.dirname, '..', '..', 'src', 'runner', 'runtimes', 'assets'),
    dataFolder,
    settings: () => ({ default: kind, functions: {}, containerTool: undefined }),
    layerFolders: plainLayerFolders,
    environment: process.env,
    home: '/nowhere/home',
    user: undefined,
    ...changes,
  });
}

export interface Housed {
  readonly process: SandboxProcess;
  /** What it has written so far. */
  readonly output: () => string;
}

/** Starts a script as the runtime. */
export async function startScript(housing: Housing, code: string, changes: Partial<HousedStart> = {}): Promise<Housed> {
  const written: string[] = [];
  const process = await housing.startRuntime({
    onOutput: (text) => written.push(text),
    ...changes,
    environment: { SCRIPT: code, ...changes.environment },
  });
  return { process, output: () => written.join('') };
}

/** Runs a script to its end: what it logged, as JSON, and how it ended. */
export async function runScript(housing: Housing, code: string, changes: Partial<HousedStart> = {}): Promise<{ logged: unknown; output: string; cause: ExitCause }> {
  const { process, output } = await startScript(housing, code, changes);
  const cause = await process.exit;
  return { logged: parsed(output()), output: output(), cause };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
