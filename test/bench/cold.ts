import { execFile } from 'node:child_process';
import { Agent } from 'node:http';
import { promisify } from 'node:util';
import { openRegion } from '../shared/region.ts';
import { milliseconds, notMeasured, post, quantile, type Row } from './measure.ts';
import { type BenchRuntime, benchRuntimes, environmentOf, runtimesTemplate } from './runtimes.ts';

const rounds = 12;

/** Invocations that start an environment, in each runtime, beside the start of its language's own process, in turns. */
export async function cold(): Promise<readonly Row[]> {
  const { there, missing } = await benchRuntimes();
  await using region = await openRegion({ templates: [await runtimesTemplate(there)], environment: environmentOf(there) });
  const agent = new Agent({ keepAlive: true });
  const port = Number(new URL(region.endpoint).port);
  const invoke = (name: string): Promise<number> => post(agent, port, `/2015-03-31/functions/${name}/invocations`, Buffer.from('{}'));
  const times = there.map((runtime) => ({ runtime, ours: [] as number[], theirs: [] as number[] }));
  // What a machine reads from its disk the first time is no part of it.
  for (const { functionName, bare } of there) {
    await invoke(functionName);
    await bareStart(bare);
  }
  await region.retireAll();
  for (let round = 0; round < rounds; round += 1) {
    for (const { runtime, ours, theirs } of times) {
      theirs.push(await bareStart(runtime.bare));
      ours.push(await invoke(runtime.functionName));
      await region.retireAll();
    }
  }
  agent.destroy();
  return [...times.map(({ runtime, ours, theirs }) => rowOf(runtime, ours, theirs)), ...missing.map(({ name, tool }) => notMeasured(titleOf(name), tool))];
}

function titleOf(name: string): string {
  return `Cold invocation, trivial handler, ${name}, p50`;
}

function rowOf({ name, bareName }: BenchRuntime, ours: readonly number[], theirs: readonly number[]): Row {
  const [our, their] = [quantile(ours, 0.5), quantile(theirs, 0.5)];
  return {
    name: titleOf(name),
    measured: milliseconds(our),
    beside: `${bareName}: ${milliseconds(their)}`,
    ratio: our / their,
    aim: name === 'Node.js' ? '≤ 4' : '',
  };
}

/** As handlers do, it gets nothing of this process's variables, of which some make languages slow. */
const environment = { PATH: process.env['PATH'] };

/** Milliseconds from its start to its end, whatever it says. */
async function bareStart([command, ...args]: BenchRuntime['bare']): Promise<number> {
  const started = performance.now();
  await promisify(execFile)(command, args, { env: environment }).catch(() => undefined);
  return performance.now() - started;
}
