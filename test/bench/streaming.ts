import { writeFile } from 'node:fs/promises';
import { Agent } from 'node:http';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as v from 'valibot';
import { openRegion } from '../shared/region.ts';
import { benchFolder } from './benchFolder.ts';
import { startFloor } from './floor.ts';
import { bytesOf, quantile, type Row } from './measure.ts';

const rounds = 6;
const megabytesEach = 64;
const nothing = Buffer.from('{}');

/** Handed on as fast as it is taken. */
const handler = `import { once } from 'node:events';
const chunk = Buffer.alloc(64 * 1024, 'x');
export const handler = awslambda.streamifyResponse(async (_event, stream) => {
  for (let sent = 0; sent < ${megabytesEach} * 16; sent += 1) if (!stream.write(chunk)) await once(stream, 'drain');
  stream.end();
});
`;

const template = `Transform: AWS::Serverless-2016-10-31
Resources:
  streaming:
    Type: AWS::Serverless::Function
    Properties:
      { FunctionName: streaming, CodeUri: ., Runtime: nodejs24.x, Handler: index.handler, MemorySize: 1024, Timeout: 60,
        FunctionUrlConfig: { AuthType: NONE, InvokeMode: RESPONSE_STREAM } }
`;

/** Streamed responses without a limit of their bandwidth, beside a bare relay of chunks, in turns. */
export async function streaming(): Promise<readonly Row[]> {
  await using relay = await startFloor(fileURLToPath(new URL('streamRelay.mjs', import.meta.url)));
  await using region = await openRegion({ templates: [await streamingTemplate()], args: ['--stream-bandwidth', '0'] });
  const floor = { port: relay.port, path: `/${megabytesEach}`, rates: [] as number[] };
  const operation = { port: Number(new URL(region.endpoint).port), path: '/2021-11-15/functions/streaming/response-streaming-invocations', rates: [] as number[] };
  const url = { port: await urlPort(region.endpoint), path: '/', rates: [] as number[] };
  const agent = new Agent({ keepAlive: true });
  for (const { port, path } of [floor, operation, url]) await bytesOf(agent, port, path, nothing);
  for (let round = 0; round < rounds; round += 1) {
    for (const { port, path, rates } of [floor, operation, url]) {
      const started = performance.now();
      const bytes = await bytesOf(agent, port, path, nothing);
      if (bytes < megabytesEach * 1024 * 1024) throw new Error(`Only ${bytes} bytes came.`);
      rates.push((megabytesEach / (performance.now() - started)) * 1000);
    }
  }
  agent.destroy();
  const bare = quantile(floor.rates, 0.5);
  const row = (name: string, rates: readonly number[]): Row => {
    const ours = quantile(rates, 0.5);
    return { name, measured: rateOf(ours), beside: `bare relay of chunks: ${rateOf(bare)}`, ratio: bare / ours, aim: '' };
  };
  return [
    row(`InvokeWithResponseStream without a limit of bandwidth, ${megabytesEach} MB of a Node.js handler, median`, operation.rates),
    row('The same through a function URL (RESPONSE_STREAM)', url.rates),
  ];
}

function rateOf(megabytesPerSecond: number): string {
  return `${megabytesPerSecond.toFixed(0)} MB/s`;
}

async function urlPort(endpoint: string): Promise<number> {
  const answer = await fetch(`${endpoint}/2021-10-31/functions/streaming/url`);
  return Number(new URL(v.parse(v.object({ FunctionUrl: v.string() }), await answer.json()).FunctionUrl).port);
}

async function streamingTemplate(): Promise<string> {
  const folder = await benchFolder();
  await writeFile(join(folder, 'index.mjs'), handler);
  await writeFile(join(folder, 'template.yaml'), template);
  return join(folder, 'template.yaml');
}
