import { CreateFunctionUrlConfigCommand } from '@aws-sdk/client-lambda';
import { readFile } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { deployment } from '../../shared/deployed.ts';
import { createCommand } from '../../shared/functionPackage.ts';
import { permitUrl } from '../../shared/permitUrl.ts';
import { zipBytes } from '../../unit/runner/store/archives/zipBytes.ts';

const mega = 1024 * 1024;
/** Far less than what is thrown at the service. */
const mostBytes = 600 * mega;

/** The service's memory; on other systems than Linux it is not looked at. */
async function residentBytes(pid: number): Promise<number> {
  if (process.platform !== 'linux') return 0;
  return 1024 * Number(/VmRSS:\s+(\d+)/.exec(await readFile(`/proc/${pid}/status`, 'utf8'))?.[1]);
}

const wild = `
  import { connect } from 'node:net';
  import { request } from 'node:http';
  const [host, port] = process.env.AWS_LAMBDA_RUNTIME_API.split(':');
  const piece = Buffer.alloc(1024 * 1024, 'x');
  const post = (path, method, megabytes) => new Promise((done) => {
    const sent = request({ host, port, path, method }, (response) => response.resume().on('end', done));
    sent.on('error', done).on('close', done);
    const more = () => { while (megabytes-- > 0) if (!sent.write(piece)) return sent.once('drain', more); sent.end(); };
    more();
  });
  const deeds = {
    async floods() {
      const line = 'y'.repeat(1000) + '\\n';
      for (let left = 150_000; left > 0; left -= 1) if (!process.stdout.write(line)) await new Promise((done) => process.stdout.once('drain', done));
    },
    // Without a newline, then what is no UTF-8, then what a terminal would obey.
    mumbles: () => new Promise((done) => process.stdout.write(Buffer.concat([piece, piece, Buffer.from([0xff, 0xc3, 0x0a, 0x1b, 0x5b, 0x32, 0x4a, 0x00])]), done)),
    async connects() {
      const sockets = Array.from({ length: 900 }, () => connect(port, host).on('error', () => {}).on('connect', function () { this.write('GET /2018-06-01/runtime/inv'); }));
      await new Promise((done) => setTimeout(done, 500));
      for (const socket of sockets) socket.destroy();
    },
    posts: () => Promise.all([
      post('/2018-06-01/runtime/invocation/x/response', 'POST', 300), post('/2022-07-01/telemetry', 'PUT', 300),
      post('/2020-01-01/extension/register', 'POST', 300), post('/nowhere', 'POST', 300),
    ]),
  };
  export const handler = async (deed) => { await deeds[deed](); return 'done'; };
`;

test.each(['floods', 'mumbles', 'connects', 'posts'])('a handler that %s takes neither the memory of the service nor its time', async (deed) => {
  const { region, client, create } = await deployment();
  await create(wild, { Timeout: 60, MemorySize: 1024 });
  await client.send(createCommand('other', zipBytes([{ name: 'index.mjs', content: 'export const handler = async () => 1;' }])));
  await client.call('other', {});
  const running = client.call('f', deed);
  const ended = running.then(() => 'ended');
  while ((await Promise.race([ended, setImmediate('running')])) === 'running') {
    const before = performance.now();
    expect((await client.call('other', {})).payload).toBe(1);
    expect(performance.now() - before).toBeLessThan(10_000);
    expect(await residentBytes(region.pid)).toBeLessThan(mostBytes);
  }
  expect((await running).payload).toBe('done');
  expect((await client.call('f', 'mumbles')).payload).toBe('done');
}, 60_000);

test('callers of a URL that never read, and those that never finish asking, hold up nobody', async () => {
  const { region, client, create } = await deployment({ args: ['--stream-bandwidth', '0'] });
  const code = `
    const piece = Buffer.alloc(1024 * 1024);
    export const handler = awslambda.streamifyResponse(async (event, stream) => {
      const pieces = event.rawPath === '/large' ? 100 : 1;
      for (let count = 0; count < pieces; count += 1) if (!stream.write(piece)) await new Promise((done) => stream.once('drain', done));
      stream.end();
    });
  `;
  await create(code, { Timeout: 3 });
  const { FunctionUrl = '' } = await client.send(new CreateFunctionUrlConfigCommand({ FunctionName: 'f', AuthType: 'NONE', InvokeMode: 'RESPONSE_STREAM' }));
  await permitUrl(client, 'f');
  const { port, host } = new URL(FunctionUrl);
  const sockets: Socket[] = [];
  onTestFinished(() => sockets.forEach((socket) => socket.destroy()));
  const open = (text: string): number => sockets.push(connect(Number(port), '127.0.0.1', function (this: Socket) { this.pause().write(text); }).on('error', () => {}));
  for (let count = 0; count < 5; count += 1) open(`GET /large HTTP/1.1\r\nHost: ${host}\r\n\r\n`);
  for (let count = 0; count < 500; count += 1) open('GET / HTTP/1.1\r\nHost: ');
  const response = await fetch(FunctionUrl);
  expect((await response.arrayBuffer()).byteLength).toBe(mega);
  expect(await residentBytes(region.pid)).toBeLessThan(mostBytes);
  expect(await region.stop()).toBe(0);
}, 60_000);
