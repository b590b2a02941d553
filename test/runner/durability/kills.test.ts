import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';

import { ListFunctionsCommand, PutFunctionConcurrencyCommand } from '@aws-sdk/client-lambda';
import { expect, onTestFinished, test } from 'vitest';

import { eventually } from '../../shared/eventually.ts';
import { createCommand, goodPackage, temporaryData } from '../../shared/functionPackage.ts';
import { TestClient } from '../../shared/lambdaClient.ts';
import { openRegion, type RunningRegion } from '../../shared/region.ts';
import { ModelledFunction } from './modelledFunction.ts';
import { below, oneOf, randomFrom } from './random.ts';

const kills = 50;
const clients = 4;
const functionsOfClient = 3;
/** So many answers at most until the kill. */
const longestRound = 60;
const recorder = 'recorder';

/** One that uses the region for itself, until it does not answer any more. */
class Caller {
  readonly functions: readonly ModelledFunction[];
  /** Ids of events that got their 202. */
  readonly accepted: string[] = [];
  readonly #index: number;
  readonly #random: () => number;
  readonly #file: string;
  #events = 0;

  constructor(index: number, seed: number, file: string) {
    this.#index = index;
    this.#random = randomFrom(seed + index);
    this.#file = file;
    this.functions = Array.from({ length: functionsOfClient }, (_, number) => new ModelledFunction(`function-${index}-${number}`));
  }

  /** `answered` says whether to go on. */
  async run(endpoint: string, answered: () => boolean): Promise<void> {
    using client = new TestClient(endpoint);
    try {
      do await this.#once(client);
      while (answered());
    } catch (error) {
      // The region answers with a status; a connection that broke has none.
      if (hasStatus(error)) throw error;
    }
  }

  async #once(client: TestClient): Promise<void> {
    const fn = oneOf(this.#random, this.functions);
    if (fn !== undefined && this.#random() < 0.8) return fn.change(client, this.#random);
    this.#events += 1;
    const id = `<${this.#index}.${this.#events}>`;
    const { status } = await client.call(recorder, { file: this.#file, text: id }, { InvocationType: 'Event' });
    expect(status).toBe(202);
    this.accepted.push(id);
  }
}

function hasStatus(error: unknown): boolean {
  return (
    typeof error === 'object' &&
    error !== null &&
    '$metadata' in error &&
    typeof error.$metadata === 'object' &&
    error.$metadata !== null &&
    'httpStatusCode' in error.$metadata
  );
}

async function verify(region: RunningRegion, callers: readonly Caller[]): Promise<void> {
  using client = new TestClient(region.endpoint);
  for (const { functions } of callers) for (const fn of functions) await fn.verify(client);
  const { Functions = [] } = await client.send(new ListFunctionsCommand());
  const names = new Set([recorder, ...callers.flatMap(({ functions }) => functions.map(({ name }) => name))]);
  expect(Functions.filter(({ FunctionName }) => !names.has(FunctionName ?? ''))).toEqual([]);
}

test(`${kills} kills under load lose no acknowledged write, bring nothing back, and lose no accepted event`, { timeout: 240_000 }, async () => {
  const seed = 20_260_131;
  const random = randomFrom(seed);
  const dataFolder = await temporaryData();
  onTestFinished(() => rm(dataFolder, { recursive: true, force: true }));
  const file = join(dataFolder, 'recorded');
  const callers = Array.from({ length: clients }, (_, index) => new Caller(index, seed + 1, file));
  let stderr = '';
  let answers = 0;
  {
    await using region = await openRegion({ dataFolder });
    using client = new TestClient(region.endpoint);
    await client.send(createCommand(recorder, goodPackage));
    await client.send(new PutFunctionConcurrencyCommand({ FunctionName: recorder, ReservedConcurrentExecutions: 2 }));
  }
  for (let kill = 0; kill < kills; kill += 1) {
    await using region = await openRegion({ dataFolder });
    await verify(region, callers);
    let left = below(random, longestRound) + 1;
    let killed: Promise<unknown> | undefined;
    const answered = (): boolean => {
      answers += 1;
      left -= 1;
      if (left === 0) killed = region.stop('SIGKILL');
      return left > 0;
    };
    await Promise.all(callers.map((caller) => caller.run(region.endpoint, answered)));
    await killed;
    expect(left).toBeLessThanOrEqual(0);
    stderr += region.stderr;
  }
  await using region = await openRegion({ dataFolder });
  await verify(region, callers);
  const accepted = callers.flatMap((caller) => caller.accepted);
  const missing = async (): Promise<readonly string[]> => {
    const recorded = await readFile(file, 'utf8').catch(() => '');
    return accepted.filter((id) => !recorded.includes(id));
  };
  using client = new TestClient(region.endpoint);
  await client.send(new PutFunctionConcurrencyCommand({ FunctionName: recorder, ReservedConcurrentExecutions: 8 }));
  await eventually(async () => (await missing()).length === 0 || undefined, 60_000);
  // What a kill leaves is no damage.
  expect((await readdir(dataFolder)).filter((name) => name.startsWith('damaged'))).toEqual([]);
  expect(stderr + region.stderr).not.toContain('damaged');
  expect(answers).toBeGreaterThan(kills * 10);
  expect(accepted.length).toBeGreaterThan(kills);
});
