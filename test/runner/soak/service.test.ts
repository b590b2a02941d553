import { readdir, readFile } from 'node:fs/promises';
import { Agent, request } from 'node:http';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { deployment, member } from '../../shared/deployed.ts';
import { eventually } from '../../shared/eventually.ts';
import { randomNumbers } from '../../shared/randomNumbers.ts';

const total = 100_000;
const environments = 50;
/** After so many, memory has what it needs: it must not grow from there. */
const settledAfter = total * 0.4;
const seed = 4;
/** Those of the test itself, which its client keeps open; an environment that left anything would leave more. */
const connections = 8;

/** A runtime without a client of its own: all that it does is in its event. Starts quickly, as many of its starts are the test's matter. */
const bootstrap = `#!${process.execPath}
const http = require('node:http');
const [host, port] = process.env.AWS_LAMBDA_RUNTIME_API.split(':');
const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
const root = '/2018-06-01/runtime/invocation/';
const ask = (method, path, body, headers) => new Promise((resolve) => {
  const call = http.request({ agent, host, port, method, path, headers }, (response) => {
    let text = '';
    response.setEncoding('utf8').on('data', (part) => (text += part)).on('end', () => resolve({ headers: response.headers, text }));
  });
  call.on('error', () => process.exit(9)).end(body);
});
const kept = [];
const deeds = {
  echo: (event) => event.index,
  fail: () => { throw { errorType: 'E', errorMessage: 'm' }; },
  exit: () => process.exit(3),
  kill: () => process.kill(process.pid, 'SIGKILL'),
  hang: () => new Promise(() => setInterval(() => {}, 1000)),
  eat: () => { for (;;) kept.push(Buffer.alloc(16 * 1024 * 1024, 1)); },
  print: (event) => { console.log('x'.repeat(200)); return event.index; },
};
(async () => {
  for (;;) {
    const { headers, text } = await ask('GET', root + 'next');
    const id = headers['lambda-runtime-aws-request-id'];
    const event = JSON.parse(text);
    try {
      await ask('POST', root + id + '/response', JSON.stringify(await deeds[event.do](event)));
    } catch (error) {
      await ask('POST', root + id + '/error', JSON.stringify(error), { 'Lambda-Runtime-Function-Error-Type': 'Function.E' });
    }
  }
})();
`;

/** Of ten thousand invocations. Those that end the process are few, as each costs a start. */
const deeds: readonly { readonly name: string; readonly share: number; readonly outcome?: string }[] = [
  { name: 'exit', share: 10, outcome: 'Runtime.ExitError' },
  { name: 'kill', share: 10, outcome: 'Runtime.ExitError' },
  { name: 'eat', share: 5, outcome: 'Runtime.ExitError' },
  { name: 'hang', share: 2, outcome: 'Sandbox.Timedout' },
  { name: 'fail', share: 500, outcome: 'E' },
  { name: 'print', share: 500 },
  { name: 'echo', share: 8_973 },
];

function pick(random: number): (typeof deeds)[number] {
  let left = random * 10_000;
  for (const deed of deeds) {
    left -= deed.share;
    if (left < 0) return deed;
  }
  throw new Error('The shares do not make up ten thousand.');
}

/** Resident memory of a process of its own, in MB. */
async function residentOf(pid: number): Promise<number> {
  return Number(/VmRSS:\s+(\d+)/.exec(await readFile(`/proc/${pid}/status`, 'latin1'))?.[1]) / 1024;
}

const openFiles = async (pid: number): Promise<number> => (await readdir(`/proc/${pid}/fd`)).length;
const childrenOf = async (pid: number): Promise<number> =>
  (await readFile(`/proc/${pid}/task/${pid}/children`, 'latin1')).trim().split(' ').filter((child) => child !== '').length;

test.skipIf(process.platform !== 'linux')('100,000 invocations over 50 environments that time out, exit, are killed and eat memory', { timeout: 900_000 }, async () => {
  // The account has room for ten thousand requests a second; that there are so many environments is by the callers.
  const { region, create } = await deployment();
  await create([{ name: 'bootstrap', content: bootstrap, mode: 0o100755 }], { Runtime: 'provided.al2023', Timeout: 10, MemorySize: 512 });
  const before = { files: await openFiles(region.pid), children: await childrenOf(region.pid) };
  const agent = new Agent({ keepAlive: true, maxSockets: environments });
  const port = Number(new URL(region.endpoint).port);
  const random = randomNumbers(seed);
  const wrong: unknown[] = [];
  const answered = new Set<string>();
  let begun = 0;
  let memory = { settled: 0, last: 0 };

  const call = (event: object): Promise<{ id: string; status: number; text: string }> =>
    new Promise((resolve, reject) => {
      const body = JSON.stringify(event);
      const path = '/2015-03-31/functions/f/invocations';
      request({ agent, host: '127.0.0.1', port, path, method: 'POST', headers: { 'Content-Length': body.length } }, (response) => {
        let text = '';
        const id = String(response.headers['x-amzn-requestid']);
        response.setEncoding('utf8').on('data', (part: string) => (text += part)).on('end', () => resolve({ id, status: response.statusCode ?? 0, text }));
      }).on('error', reject).end(body);
    });
  const caller = async (): Promise<void> => {
    while (begun < total) {
      const index = begun;
      begun += 1;
      const deed = pick(random());
      const { id, status, text } = await call({ do: deed.name, index });
      const answer: unknown = JSON.parse(text);
      const right = deed.outcome === undefined ? answer === index : member(answer, 'errorType') === deed.outcome;
      if (status !== 200 || !right || answered.has(id)) wrong.push({ deed: deed.name, index, status, text });
      answered.add(id);
      if (index === settledAfter) memory = { settled: await residentOf(region.pid), last: 0 };
    }
  };
  await Promise.all(Array.from({ length: environments }, caller));
  memory.last = await residentOf(region.pid);

  expect(wrong.slice(0, 5)).toEqual([]);
  expect(answered.size).toBe(total);
  expect(memory.last - memory.settled, `memory grew from ${memory.settled} to ${memory.last} MB`).toBeLessThan(60);
  agent.destroy();
  await region.retireAll();
  await eventually(async () => {
    const after = { files: await openFiles(region.pid), children: await childrenOf(region.pid) };
    return (after.files <= before.files + connections && after.children <= before.children) || undefined;
  }, 15_000);
  const left = await readdir(join(region.dataFolder, 'environments')).catch(() => []);
  expect(left).toEqual([]);
});
