import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import * as v from 'valibot';
import { runnerFile } from '../shared/region.ts';
import { startFloor } from './floor.ts';
import { milliseconds, type Row } from './measure.ts';

const rate = 2_000;
const seconds = 10;

const Times = v.object({ p50: v.number(), p99: v.number() });
const Result = v.object({ sent: v.number(), succeeded: v.number(), shed: v.number(), achievedRate: v.number(), latencyMs: Times, latenessMs: Times });

/** The command line's load generator, as users start it, against a server that answers at once. */
export async function load(): Promise<Row> {
  await using server = await startFloor(fileURLToPath(new URL('loadAnswer.mjs', import.meta.url)));
  const args = ['load', 'hello', '--rate', String(rate), '--for', `${seconds}s`, '--spacing', 'even', '--json', '--endpoint', `http://127.0.0.1:${server.port}`];
  const { stdout } = await promisify(execFile)(process.execPath, [runnerFile, ...args]);
  const { succeeded, achievedRate, latencyMs, latenessMs } = v.parse(v.pipe(v.string(), v.parseJson(), Result), stdout);
  if (succeeded !== rate * seconds) throw new Error(`Of ${rate * seconds} invocations, ${succeeded} were answered.`);
  return {
    name: `Load generator at ${rate}/s for ${seconds} s, against a server that answers at once: rate, latency p50 (p99)`,
    measured: `${achievedRate.toFixed(1)}/s, ${milliseconds(latencyMs.p50)} (${milliseconds(latencyMs.p99)})`,
    beside: `sent later than due: ${milliseconds(latenessMs.p50)} (${milliseconds(latenessMs.p99)})`,
    ratio: achievedRate / rate,
    aim: '0.99–1.01',
  };
}
