import { execFile } from 'node:child_process';
import { Agent } from 'node:http';
import { promisify } from 'node:util';
import { openRegion } from '../shared/region.ts';
import { benchTemplate } from './benchTemplate.ts';
import { milliseconds, post, quantile, type Row } from './measure.ts';

const run = promisify(execFile);
const rounds = 20;

/** Invocations that start an environment, beside the start of Node itself, in turns. */
export async function cold(): Promise<Row> {
  await using region = await openRegion({ templates: [await benchTemplate()] });
  const agent = new Agent({ keepAlive: true });
  const port = Number(new URL(region.endpoint).port);
  const invoke = (): Promise<number> => post(agent, port, '/2015-03-31/functions/trivial/invocations', Buffer.from('{}'));
  await invoke();
  await region.retireAll();
  const ours: number[] = [];
  const theirs: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const started = performance.now();
    await run(process.execPath, ['-e', '0']);
    theirs.push(performance.now() - started);
    ours.push(await invoke());
    await region.retireAll();
  }
  agent.destroy();
  const [our, their] = [quantile(ours, 0.5), quantile(theirs, 0.5)];
  return {
    name: 'Cold invocation, trivial Node handler, p50',
    measured: milliseconds(our),
    beside: `\`node -e 0\`: ${milliseconds(their)}`,
    ratio: our / their,
    aim: '≤ 4',
  };
}
