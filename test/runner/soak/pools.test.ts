import * as v from 'valibot';
import { expect, test } from 'vitest';
import { LambdaError } from '../../../src/lambda/lambdaError.ts';
import type { RegionEvent } from '../../../src/protocol/runner.ts';
import type { EnvironmentDependencies } from '../../../src/runner/environment/executionEnvironment.ts';
import { RegionPools } from '../../../src/runner/pool/regionPools.ts';
import type { FunctionVersion } from '../../../src/runner/resources/functionVersion.ts';
import { eventually } from '../../shared/eventually.ts';
import { regionLimits } from '../../shared/regionLimits.ts';
import { isAlive } from '../../shared/isAlive.ts';
import { invocationOf, scriptedDependencies, scriptedVersion, scriptedPlan } from '../../shared/scriptedRuntime.ts';
import { randomNumbers } from '../../shared/randomNumbers.ts';
import { plainIsolation, testHost } from '../../shared/testIsolation.ts';

const total = 3000;
/** More callers than environments: some are throttled. */
const callers = 24;
const concurrency = 20;
const reserved = 4;
const seed = 20_261_121;

const versions: readonly FunctionVersion[] = [scriptedVersion({ name: 'reserved', reserved }), scriptedVersion({ name: 'one' }), scriptedVersion({ name: 'two' })];

interface Deed {
  readonly event: (index: number) => unknown;
  /** Of a thousand invocations. */
  readonly share: number;
  readonly outcome: string;
}

/** Those that end the process are few, as each costs a start. */
const deeds: readonly Deed[] = [
  { event: () => ({ do: 'exit', status: 1 }), share: 4, outcome: 'Runtime.ExitError' },
  { event: () => ({ do: 'kill' }), share: 4, outcome: 'Runtime.ExitError' },
  { event: () => ({ do: 'hang' }), share: 2, outcome: 'Sandbox.Timedout' },
  { event: (index) => ({ do: 'answerAndExit', index }), share: 4, outcome: 'answer' },
  { event: (index) => ({ do: 'wait', ms: 5, index }), share: 50, outcome: 'answer' },
  { event: () => ({ do: 'fail' }), share: 200, outcome: 'E' },
  { event: (index) => ({ do: 'echo', index }), share: 736, outcome: 'answer' },
];

const Answer = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({ errorType: v.optional(v.string()), event: v.optional(v.object({ index: v.number() })) }),
);

function pick(random: number): Deed {
  let left = random * 1000;
  for (const deed of deeds) {
    left -= deed.share;
    if (left < 0) return deed;
  }
  throw new Error('The shares do not make up a thousand.');
}

/** What the host's supervisor is told: who lives now, and who ever did. */
function watching(dependencies: EnvironmentDependencies): { dependencies: EnvironmentDependencies; living: Set<number>; seen: Set<number> } {
  const [living, seen] = [new Set<number>(), new Set<number>()];
  const supervisor = {
    watch(pid: number) {
      living.add(pid);
      seen.add(pid);
      return { dispose: () => void living.delete(pid) };
    },
    watchCommand: () => ({ dispose() {} }),
    dispose() {},
  };
  const isolation = plainIsolation(() => Promise.resolve(scriptedPlan), { ...testHost, supervisor });
  return { dependencies: { ...dependencies, isolation }, living, seen };
}

/** Sockets, pipes, servers, processes and timers of this process. */
const openHandles = (): number => process.getActiveResourcesInfo().filter((name) => /Wrap$|^Timeout$/.test(name)).length;

const idsOf = (events: readonly RegionEvent[], type: 'invocationStarted' | 'invocationEnded'): string[] =>
  events.flatMap((event) => (event.type === type ? [event.requestId] : []));

test('thousands of invocations that succeed, fail, exit, are killed, time out and are throttled', async () => {
  const events: RegionEvent[] = [];
  const { dependencies, living, seen } = watching(scriptedDependencies(events));
  const handlesBefore = openHandles();
  const pools = new RegionPools({
    environment: dependencies,
    limits: () => regionLimits(concurrency, reserved),
    idleMs: () => 60_000,
    minuteMs: () => 60_000,
  });
  const random = randomNumbers(seed);
  const wrong: unknown[] = [];
  const answered = new Set<string>();
  let [begun, throttled] = [0, 0];

  const invoke = async (version: FunctionVersion, deed: Deed, index: number): Promise<void> => {
    const invocation = invocationOf(deed.event(index), { tail: index % 50 === 0 });
    try {
      const { payload } = await pools.invoke(version, invocation);
      const answer = v.parse(Answer, payload.toString());
      const outcome = answer.errorType ?? 'answer';
      if (outcome !== deed.outcome || (outcome === 'answer' && answer.event?.index !== index) || answered.has(invocation.requestId)) wrong.push({ deed, answer });
      answered.add(invocation.requestId);
    } catch (error) {
      if (error instanceof LambdaError && error.status === 429) throttled += 1;
      else wrong.push(error);
    }
  };
  const caller = async (): Promise<void> => {
    while (begun < total) {
      const index = begun;
      begun += 1;
      const version = versions[Math.floor(random() * versions.length)];
      if (version !== undefined) await invoke(version, pick(random()), index);
      // A caller that is refused does not ask again before others had their turn.
      await new Promise<void>((resolve) => setImmediate(resolve));
    }
  };
  await Promise.all(Array.from({ length: callers }, caller));

  expect(wrong).toEqual([]);
  expect(answered.size + throttled).toBe(total);
  expect(throttled).toBeGreaterThan(0);
  expect(events.filter(({ type }) => type === 'throttled')).toHaveLength(throttled);
  await eventually(() => pools.environments.every(({ info }) => info.state === 'idle') || undefined);
  const ended = idsOf(events, 'invocationEnded');
  expect(new Set(ended)).toEqual(answered);
  expect(ended).toHaveLength(answered.size);
  expect(idsOf(events, 'invocationStarted')).toHaveLength(answered.size);

  // The counters are back at zero: all that may run at once does.
  const wait = (version: FunctionVersion | undefined): Promise<unknown> =>
    version === undefined ? Promise.resolve() : pools.invoke(version, invocationOf({ do: 'wait', ms: 50 }));
  await Promise.all([...Array.from({ length: reserved }, () => wait(versions[0])), ...Array.from({ length: concurrency - reserved }, () => wait(versions[1]))]);

  await pools.close();
  expect(pools.environments).toEqual([]);
  expect([...living, ...[...seen].filter(isAlive)]).toEqual([]);
  await eventually(() => openHandles() <= handlesBefore || undefined, 2000);
});
