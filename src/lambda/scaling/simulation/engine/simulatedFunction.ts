import { type FunctionCounters, functionCounters, type VersionCounters, versionCounters } from '../../rules/counters.ts';
import { type Arrivals, arrivalsOf } from '../../traffic/arrivals.ts';
import { type Random, randomOf } from '../../traffic/random.ts';
import { samplerOf } from '../../traffic/sampler.ts';
import type { FunctionScenario, Scenario } from '../scenario.ts';
import { IdleStack } from './idleStack.ts';
import { type Grid, Recorder } from './recorder.ts';

/** What is drawn at random of a function. Each has a stream of its own: other limits leave arrivals and durations as they were. */
const streams = ['arrivals', 'duration', 'init', 'errors', 'backOff'] as const;

const defaultIdleSeconds = 300;

/** Moments and durations are multiples of a nanosecond or so that sum up without rounding: what is to happen at the same moment does. */
const momentsPerMs = 2 ** 20;

/** One function while it is simulated. */
export class SimulatedFunction {
  readonly index: number;
  readonly scenario: FunctionScenario;
  readonly counters: FunctionCounters;
  readonly version: VersionCounters = versionCounters();
  /** Without work, on demand and provisioned. */
  readonly idle = new IdleStack();
  readonly provisionedIdle = new IdleStack();
  readonly recorder: Recorder;
  readonly arrivals: Arrivals;
  readonly duration: () => number;
  readonly init: () => number;
  readonly errors: Random;
  readonly backOff: Random;
  readonly timeoutMs: number;
  readonly idleMs: number;
  readonly errorRate: number;
  /** Whether the end of the environment that is idle longest is set. */
  retiring = false;

  constructor(index: number, scenario: FunctionScenario, { seed, seconds }: Scenario, grid: Grid) {
    const random = (stream: (typeof streams)[number]) => randomOf(seed, index * streams.length + streams.indexOf(stream));
    this.index = index;
    this.scenario = scenario;
    this.counters = functionCounters(scenario.reserved);
    this.recorder = new Recorder(grid);
    this.arrivals = inMoments(arrivalsOf(scenario.traffic, seconds, random('arrivals')));
    this.duration = inMoments(samplerOf(scenario.duration, random('duration')));
    this.init = inMoments(samplerOf(scenario.init, random('init')));
    this.errors = random('errors');
    this.backOff = random('backOff');
    this.timeoutMs = scenario.timeoutSeconds * 1000;
    this.idleMs = (scenario.idleSeconds ?? defaultIdleSeconds) * 1000;
    this.errorRate = scenario.errorRate ?? 0;
  }
}

function inMoments(ms: () => number): () => number {
  return () => Math.round(ms() * momentsPerMs) / momentsPerMs;
}
