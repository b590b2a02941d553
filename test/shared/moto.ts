import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { motoPython } from './moto/motoEnvironment.ts';

/**
 * AWS's APIs as moto stands for them: real HTTP, a memory of its own. Of CloudWatch it has no pages and no throttling; percentiles are ours
 * (`serve.py`); without dimensions it finds metrics of any.
 */
export interface Moto extends AsyncDisposable {
  readonly endpoint: string;
}

const script = fileURLToPath(new URL('./moto/serve.py', import.meta.url));

/** Starts it on a free port; call `needs('python3')` in the test's file. It ends when disposed, and with this process. */
export async function startMoto(): Promise<Moto> {
  const child = spawn(await motoPython(), ['-u', script], { stdio: ['pipe', 'ignore', 'pipe'] });
  const exited = once(child, 'exit');
  const lines: string[] = [];
  const reader = createInterface({ input: child.stderr });
  const port = await Promise.race([
    // It listens by the time it says so.
    new Promise<string>((resolve) => {
      reader.on('line', (line) => {
        lines.push(line);
        const found = /Running on http:\/\/127\.0\.0\.1:(\d+)/.exec(line)?.[1];
        if (found !== undefined) resolve(found);
      });
    }),
    exited.then(() => undefined),
  ]);
  if (port === undefined) throw new Error(`moto ended before it was ready: ${lines.join('\n')}`);
  return {
    endpoint: `http://127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      // It keeps nothing that could be lost.
      child.kill('SIGKILL');
      await exited;
    },
  };
}
