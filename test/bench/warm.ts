import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Agent } from 'node:http';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { openRegion } from '../shared/region.ts';
import { benchTemplate } from './benchTemplate.ts';
import { milliseconds, post, quantile, type Row } from './measure.ts';

const rounds = 10;
const callsPerRound = 500;
const event = Buffer.from('{"hello":"world"}');

/** Sequential invocations of a trivial handler beside a bare relay, in turns, so that both see the same machine. */
export async function warm(): Promise<Row> {
  await using relay = await startRelay();
  await using region = await openRegion({ templates: [await benchTemplate()] });
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const invoke = { port: Number(new URL(region.endpoint).port), path: '/2015-03-31/functions/trivial/invocations' };
  const floor = { port: relay.port, path: '/' };
  await sample(agent, invoke);
  await sample(agent, floor);
  const ours: number[] = [];
  const theirs: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    theirs.push(...(await sample(agent, floor)));
    ours.push(...(await sample(agent, invoke)));
  }
  agent.destroy();
  const [our, their] = [quantile(ours, 0.5), quantile(theirs, 0.5)];
  return {
    name: 'Warm sequential invocation, p50 (p99)',
    measured: `${milliseconds(our)} (${milliseconds(quantile(ours, 0.99))})`,
    beside: `bare relay: ${milliseconds(their)} (${milliseconds(quantile(theirs, 0.99))})`,
    ratio: our / their,
    aim: '≤ 1.5',
  };
}

async function sample(agent: Agent, { port, path }: { port: number; path: string }): Promise<number[]> {
  const times: number[] = [];
  for (let call = 0; call < callsPerRound; call += 1) times.push(await post(agent, port, path, event));
  return times;
}

async function startRelay(): Promise<AsyncDisposable & { readonly port: number }> {
  const child = spawn(process.execPath, [fileURLToPath(new URL('relay.mjs', import.meta.url))], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line]: unknown[] = await once(createInterface({ input: child.stdout }), 'line');
  return {
    port: Number(line),
    async [Symbol.asyncDispose]() {
      child.kill();
      await once(child, 'exit');
    },
  };
}
