import { execFile } from 'node:child_process';
import { statSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { projectRoot } from '../host/driver/projectRoot.ts';
import { milliseconds, quantile, type Row } from './measure.ts';

const run = promisify(execFile);
const windows = 5;

/** Loading and activating the extension in a real VS Code, from its code's first byte; and the size of what it loads. */
export async function activation(): Promise<readonly Row[]> {
  const times: number[] = [];
  for (let count = 0; count < windows; count += 1) times.push(await activationTime());
  const kilobytes = statSync(path.join(projectRoot, 'dist', 'extension.js')).size / 1024;
  return [
    {
      name: 'Loading and activating the extension, median',
      measured: milliseconds(quantile(times, 0.5)),
      beside: `${windows} windows: ${times.map((time) => time.toFixed(0)).join(', ')} ms`,
      aim: '≤ 50 ms',
    },
    { name: 'Extension bundle without lazy parts', measured: `${kilobytes.toFixed(0)} KB`, beside: '', aim: '≤ 300 KB' },
  ];
}

async function activationTime(): Promise<number> {
  const suite = path.join(projectRoot, 'dist', 'test', 'bench', 'activation.cjs');
  const { stdout } = await run(process.execPath, [path.join(projectRoot, 'test', 'host', 'run.ts'), suite], { timeout: 120_000 });
  return Number(/^activation ([\d.]+)$/m.exec(stdout)?.[1]);
}
