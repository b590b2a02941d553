import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { Readable } from 'node:stream';
import {
  CreateFunctionCommand,
  GetProvisionedConcurrencyConfigCommand,
  PutFunctionConcurrencyCommand,
  PutProvisionedConcurrencyConfigCommand,
} from '@aws-sdk/client-lambda';
import * as v from 'valibot';
import { type RegionEvent, Snapshot } from '../../../src/protocol/runner.ts';
import { eventually } from '../../shared/eventually.ts';
import { TestClient } from '../../shared/lambdaClient.ts';
import { openRegion, type RunningRegion } from '../../shared/region.ts';
import type { PlayedFunction, PredictionCase } from './cases.ts';

/** Of every environment, in milliseconds: what initialisation sleeps. */
export const initMs = 200;

/** What is sent: to whom, and when, in milliseconds from the beginning. */
export interface Arrival {
  readonly name: string;
  readonly durationMs: number;
  readonly at: number;
}

/** Plays arrivals against a region of their own; answers all that happened there. */
export async function play({ concurrency, rateScale = 1, idleSeconds = 300, functions }: PredictionCase, arrivals: readonly Arrival[], zip: Buffer): Promise<readonly RegionEvent[]> {
  const args = ['--concurrency', String(concurrency), '--rate-scale', String(rateScale), '--idle-seconds', String(idleSeconds)];
  await using region = await openRegion({ args });
  using client = new TestClient(region.endpoint);
  for (const fn of functions) await deploy(client, fn, zip);
  await send(Number(new URL(region.endpoint).port), functions, arrivals);
  // Awaited: the region ends with this function.
  return await historyOf(region);
}

async function deploy(client: TestClient, { name: FunctionName, reserved, provisioned }: PlayedFunction, ZipFile: Buffer): Promise<void> {
  await client.send(
    new CreateFunctionCommand({
      FunctionName,
      Runtime: 'provided.al2023',
      Handler: 'bootstrap',
      Role: 'arn:aws:iam::000000000000:role/r',
      Code: { ZipFile },
      Timeout: 60,
      Environment: { Variables: { INIT_MS: String(initMs) } },
      Publish: true,
    }),
  );
  if (reserved !== undefined) await client.send(new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions: reserved }));
  if (provisioned === undefined) return;
  const target = { FunctionName, Qualifier: '1' };
  await client.send(new PutProvisionedConcurrencyConfigCommand({ ...target, ProvisionedConcurrentExecutions: provisioned.count }));
  await eventually(async () => (await client.send(new GetProvisionedConcurrencyConfigCommand(target))).Status === 'READY');
}

/** Each when it is due, whether or not those before have been answered; resolves when all have. */
async function send(port: number, functions: readonly PlayedFunction[], arrivals: readonly Arrival[]): Promise<void> {
  const agent = new Agent({ keepAlive: true });
  const qualifiers = new Map(functions.map(({ name, provisioned }) => [name, provisioned === undefined ? '' : '?Qualifier=1']));
  const began = performance.now();
  const answers = arrivals.map(async ({ name, durationMs, at }) => {
    await due(began + at);
    await post(agent, port, `/2015-03-31/functions/${name}/invocations${qualifiers.get(name) ?? ''}`, String(durationMs));
  });
  await Promise.all(answers);
  agent.destroy();
}

function due(at: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, Math.max(0, at - performance.now())));
}

async function post(agent: Agent, port: number, path: string, body: string): Promise<void> {
  const call = request({ agent, host: '127.0.0.1', port, path, method: 'POST', headers: { 'Content-Length': body.length } });
  call.end(body);
  const [response]: unknown[] = await once(call, 'response');
  if (response instanceof Readable) for await (const _ of response.resume());
}

/** The first line of the event stream, which is then given up. */
async function historyOf(region: RunningRegion): Promise<readonly RegionEvent[]> {
  const reader = (await region.control('GET', '/events')).body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  while (!text.includes('\n')) {
    const part = await reader?.read();
    if (part?.value === undefined) break;
    text += part.value;
  }
  await reader?.cancel();
  return v.parse(v.pipe(v.string(), v.parseJson(), Snapshot), text.slice(0, text.indexOf('\n'))).history;
}
