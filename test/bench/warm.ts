import { Agent } from 'node:http';
import { fileURLToPath } from 'node:url';
import { openRegion } from '../shared/region.ts';
import { startFloor } from './floor.ts';
import { milliseconds, notMeasured, post, quantile, type Row } from './measure.ts';
import { benchRuntimes, environmentOf, runtimesTemplate } from './runtimes.ts';

const rounds = 10;
const callsPerRound = 400;
const event = Buffer.from('{"hello":"world"}');

/** Sequential invocations of a trivial handler in each runtime beside a bare relay, in turns, so that all see the same machine. */
export async function warm(): Promise<readonly Row[]> {
  const { there, missing } = await benchRuntimes();
  await using relay = await startFloor(fileURLToPath(new URL('relay.mjs', import.meta.url)));
  await using region = await openRegion({ templates: [await runtimesTemplate(there)], environment: environmentOf(there) });
  const port = Number(new URL(region.endpoint).port);
  const floor = { port: relay.port, path: '/', times: [] as number[] };
  const runtimes = there.map(({ name, functionName }) => ({ name, port, path: `/2015-03-31/functions/${functionName}/invocations`, times: [] as number[] }));
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  for (const target of [floor, ...runtimes]) await sample(agent, target);
  for (let round = 0; round < rounds; round += 1) {
    for (const target of [floor, ...runtimes]) target.times.push(...(await sample(agent, target)));
  }
  agent.destroy();
  const their = quantile(floor.times, 0.5);
  const beside = `bare relay: ${milliseconds(their)} (${milliseconds(quantile(floor.times, 0.99))})`;
  return [
    ...runtimes.map(({ name, times }): Row => {
      const our = quantile(times, 0.5);
      const measured = `${milliseconds(our)} (${milliseconds(quantile(times, 0.99))})`;
      return { name: titleOf(name), measured, beside, ratio: our / their, aim: name === 'Node.js' ? '≤ 1.5' : '' };
    }),
    ...missing.map(({ name, tool }) => notMeasured(titleOf(name), tool)),
  ];
}

function titleOf(name: string): string {
  return `Warm sequential invocation, ${name}, p50 (p99)`;
}

async function sample(agent: Agent, { port, path }: { port: number; path: string }): Promise<number[]> {
  const times: number[] = [];
  for (let call = 0; call < callsPerRound; call += 1) times.push(await post(agent, port, path, event));
  return times;
}
