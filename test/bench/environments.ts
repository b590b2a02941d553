import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Agent } from 'node:http';
import { eventually } from '../shared/eventually.ts';
import { openRegion } from '../shared/region.ts';
import { benchTemplate } from './benchTemplate.ts';
import { megabytes, milliseconds, post, type Row } from './measure.ts';
import { proportionalBytes } from './memory.ts';

const environments = 200;

/** 200 environments at work at once, each its own process, beside as many Node processes that run the same handler alone. */
export async function concurrentEnvironments(): Promise<Row> {
  await using region = await openRegion({ templates: [await benchTemplate()] });
  const agent = new Agent({ keepAlive: true });
  const port = Number(new URL(region.endpoint).port);
  const before = await proportionalBytes(region.pid);
  const started = performance.now();
  const calls = Array.from({ length: environments }, () => post(agent, port, '/2015-03-31/functions/slow/invocations', Buffer.from('{}')));
  const pids = await eventually(async () => {
    const running = (await region.state()).environments.flatMap(({ state, pid }) => (state === 'busy' && pid !== undefined ? [pid] : []));
    return running.length === environments ? running : undefined;
  }, 45_000);
  const startedIn = performance.now() - started;
  const children = (await Promise.all(pids.map(proportionalBytes))).reduce((sum, bytes) => sum + bytes, 0);
  const service = (await proportionalBytes(region.pid)) - before;
  await Promise.all(calls);
  agent.destroy();
  const bare = await bareProcesses();
  const beyond = (children + service - bare) / environments;
  return {
    name: `${environments} environments at once: memory (PSS) of each beyond the handler's own`,
    measured: `${megabytes(beyond)} (all busy after ${milliseconds(startedIn)}; service + ${megabytes(service)})`,
    beside: `the same handlers in bare Node processes: ${megabytes(bare / environments)} each`,
    aim: '≤ 15 MB',
  };
}

/** What the same handler costs in a process of its own, without us. */
async function bareProcesses(): Promise<number> {
  const script = 'const handler = () => new Promise((done) => setTimeout(done, 60_000, 1)); console.log("up"); await handler();';
  const children = Array.from({ length: environments }, () =>
    spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['ignore', 'pipe', 'inherit'] }),
  );
  await Promise.all(children.map((child) => once(child.stdout, 'data')));
  const bytes = await Promise.all(children.map((child) => proportionalBytes(child.pid ?? 0)));
  for (const child of children) child.kill();
  return bytes.reduce((sum, each) => sum + each, 0);
}
