import { rm } from 'node:fs/promises';
import { Agent, request } from 'node:http';

import { openRegion, type RunningRegion } from '../shared/region.ts';
import { creation, folderOf, zip } from './manyFunctions.ts';
import { proportionalBytes } from './memory.ts';
import { megabytes, milliseconds, quantile, type Row } from './measure.ts';

const callers = 16;
const calls = 3_000;
const functions = 5_000;
const versions = 20;
const path = '/2015-03-31/functions';

/** The operations that tools call most, over keep-alive connections, and what thousands of functions cost. */
export async function api(): Promise<readonly Row[]> {
  return [...(await writes()), ...(await manyFunctions())];
}

async function writes(): Promise<readonly Row[]> {
  await using region = await openRegion();
  using http = new Http(region);
  const empty = await http.measure(calls, () => http.send('GET', '/2016-08-19/account-settings', '', 200));
  const created = await http.measure(calls, (index) => http.send('POST', path, JSON.stringify(asJson(`created-${index}`)), 201));
  const updated = await http.measure(calls, (index) =>
    http.send('PUT', `${path}/created-${index}/configuration`, JSON.stringify({ Timeout: 5, Description: `changed ${index}` }), 200),
  );
  // It runs once at a time: what is accepted meanwhile stays in the queue.
  await http.send('PUT', '/2017-10-31/functions/created-0/concurrency', '{"ReservedConcurrentExecutions":1}', 200);
  const accepted = await http.measure(calls, () => http.send('POST', `${path}/created-0/invocations`, '{"order":1}', 202, { 'X-Amz-Invocation-Type': 'Event' }));
  const beside = `GetAccountSettings, which writes nothing: ${rateOf(empty)}`;
  return [
    { name: `CreateFunction, ${callers} callers, each on disk before its answer: rate, p99`, measured: rateOf(created), beside, aim: '' },
    { name: 'UpdateFunctionConfiguration, likewise', measured: rateOf(updated), beside, aim: '' },
    { name: 'Accepting an asynchronous invocation, likewise', measured: rateOf(accepted), beside, aim: '' },
  ];
}

async function manyFunctions(): Promise<readonly Row[]> {
  const few = await folderOf(100, 1);
  const many = await folderOf(functions, versions);
  const [one, other] = [await measured(few), await measured(many)];
  await Promise.all([few, many].map((folder) => rm(folder, { recursive: true })));
  const sizes = `${functions} functions × ${versions} versions`;
  return [
    {
      name: `A page of 50 of ListFunctions, of ${sizes}: p50 (p99)`,
      measured: pageOf(other.list),
      beside: `of 100 functions × 1: ${pageOf(one.list)}`,
      ratio: quantile(other.list.times, 0.5) / quantile(one.list.times, 0.5),
      aim: 'flat',
    },
    {
      name: 'The same with all versions (FunctionVersion=ALL)',
      measured: pageOf(other.all),
      beside: `of 100 functions × 1: ${pageOf(one.all)}`,
      ratio: quantile(other.all.times, 0.5) / quantile(one.all.times, 0.5),
      aim: 'flat',
    },
    {
      name: `Memory of the service with ${sizes} (start until ready)`,
      measured: `${megabytes(other.memory)} (${milliseconds(other.startedIn)})`,
      beside: `with 100 functions × 1: ${megabytes(one.memory)} (${milliseconds(one.startedIn)})`,
      aim: '',
    },
  ];
}

async function measured(dataFolder: string) {
  const started = performance.now();
  await using region = await openRegion({ dataFolder });
  const startedIn = performance.now() - started;
  const memory = await proportionalBytes(region.pid);
  using http = new Http(region);
  const list = await http.measure(1_000, pages(http, `${path}?MaxItems=50`));
  const all = await http.measure(1_000, pages(http, `${path}?MaxItems=50&FunctionVersion=ALL`));
  return { startedIn, list, all, memory };
}

/** One caller after the other takes the next page, from the first to the last and anew. */
function pages(http: Http, first: string): () => Promise<void> {
  let next = first;
  return async () => {
    const text = await http.send('GET', next, '', 200);
    const marker = /"NextMarker":"([^"]+)"/.exec(text)?.[1];
    next = marker === undefined ? first : `${first}&Marker=${encodeURIComponent(marker)}`;
  };
}

interface Measured {
  /** In ms. */
  readonly times: readonly number[];
  readonly perSecond: number;
}

function rateOf({ times, perSecond }: Measured): string {
  return `${Math.round(perSecond)}/s (p99 ${milliseconds(quantile(times, 0.99))})`;
}

function pageOf({ times }: Measured): string {
  return `${milliseconds(quantile(times, 0.5))} (${milliseconds(quantile(times, 0.99))})`;
}

function asJson(name: string): object {
  return { ...creation(name), Code: { ZipFile: zip.toString('base64') } };
}

class Http implements Disposable {
  readonly #agent = new Agent({ keepAlive: true, maxSockets: callers });
  readonly #port: number;

  constructor(region: RunningRegion) {
    this.#port = Number(new URL(region.endpoint).port);
  }

  /** The answer's text. */
  send(method: string, target: string, body: string, status: number, headers: Readonly<Record<string, string>> = {}): Promise<string> {
    return new Promise((resolve, reject) => {
      const options = { agent: this.#agent, host: '127.0.0.1', port: this.#port, path: target, method, headers };
      const call = request(options, (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
        response.on('end', () => {
          if (response.statusCode === status) resolve(text);
          else reject(new Error(`${method} ${target} was answered with ${response.statusCode ?? 0}: ${text}`));
        });
      });
      call.on('error', reject).end(body);
    });
  }

  /** Calls `count` times, as many at once as there are callers. */
  async measure(count: number, call: (index: number) => Promise<unknown>): Promise<Measured> {
    const times: number[] = [];
    let next = 0;
    const caller = async (): Promise<void> => {
      for (let index = next++; index < count; index = next++) {
        const started = performance.now();
        await call(index);
        times.push(performance.now() - started);
      }
    };
    const began = performance.now();
    await Promise.all(Array.from({ length: callers }, caller));
    return { times, perSecond: (count / (performance.now() - began)) * 1000 };
  }

  [Symbol.dispose](): void {
    this.#agent.destroy();
  }
}
