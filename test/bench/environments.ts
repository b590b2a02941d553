import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { Agent } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { openRegion, type RunningRegion } from '../shared/region.ts';
import { benchTemplate } from './benchTemplate.ts';
import { megabytes, milliseconds, post, type Row } from './measure.ts';
import { proportionalBytes } from './memory.ts';

const environments = 500;
/** What each takes at most while it starts, before its memory is shared with the others'. */
const bytesEach = 30 * 1024 * 1024;
const name = `${environments} environments at once: memory (PSS) of each beyond the handler's own`;
const aim = '≤ 15 MB';

/** That many environments at work at once, each its own process, beside as many Node processes that run the same handler alone. */
export async function concurrentEnvironments(): Promise<Row> {
  const available = await availableBytes();
  if (available < environments * bytesEach) return { name, measured: `not measured: ${megabytes(available)} of memory are free`, beside: '', aim };
  const ours = await ourProcesses();
  const bare = await bareProcesses();
  const beyond = (ours.children + ours.service - bare.bytes) / environments;
  return {
    name,
    measured: `${megabytes(beyond)} (all busy after ${milliseconds(ours.startedIn)}; service + ${megabytes(ours.service)})`,
    beside: `the same handlers in bare Node processes: ${megabytes(bare.bytes / environments)} each, all up after ${milliseconds(bare.startedIn)}`,
    aim,
  };
}

async function ourProcesses(): Promise<{ startedIn: number; children: number; service: number }> {
  await using region = await openRegion({ templates: [await benchTemplate()] });
  const agent = new Agent({ keepAlive: true });
  const port = Number(new URL(region.endpoint).port);
  const before = await proportionalBytes(region.pid);
  const started = performance.now();
  const calls = Array.from({ length: environments }, () => post(agent, port, '/2015-03-31/functions/slow/invocations', Buffer.from('{}')));
  // They run until the service stops.
  const ended = Promise.allSettled(calls);
  const pids = await allBusy(region);
  const startedIn = performance.now() - started;
  const children = await sumOf(pids);
  const service = (await proportionalBytes(region.pid)) - before;
  await region.stop();
  await ended;
  agent.destroy();
  return { startedIn, children, service };
}

async function allBusy(region: RunningRegion): Promise<readonly number[]> {
  for (;;) {
    const busy = (await region.state()).environments.flatMap(({ state, pid }) => (state === 'busy' && pid !== undefined ? [pid] : []));
    if (busy.length === environments) return busy;
    // Seldom: so many are told that the asking itself would slow them.
    await pause(250);
  }
}

/** What the same handler costs in a process of its own, without us. */
async function bareProcesses(): Promise<{ startedIn: number; bytes: number }> {
  const script = 'const handler = () => new Promise((done) => setTimeout(done, 900_000, 1)); console.log("up"); await handler();';
  const started = performance.now();
  const children = Array.from({ length: environments }, () =>
    spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['ignore', 'pipe', 'inherit'] }),
  );
  await Promise.all(children.map((child) => once(child.stdout, 'data')));
  const startedIn = performance.now() - started;
  const bytes = await sumOf(children.map(({ pid }) => pid ?? 0));
  const exits = children.map((child) => once(child, 'exit'));
  for (const child of children) child.kill();
  await Promise.all(exits);
  return { startedIn, bytes };
}

async function sumOf(pids: readonly number[]): Promise<number> {
  return (await Promise.all(pids.map(proportionalBytes))).reduce((sum, bytes) => sum + bytes, 0);
}

async function availableBytes(): Promise<number> {
  return Number(/^MemAvailable:\s+(\d+)/m.exec(await readFile('/proc/meminfo', 'latin1'))?.[1] ?? 0) * 1024;
}
