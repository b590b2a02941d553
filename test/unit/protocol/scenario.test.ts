import { describe, expect, test } from 'vitest';
import { CodedError } from '../../../src/common/codedError.ts';
import { parseScenario } from '../../../src/protocol/scenario.ts';

type Changes = Readonly<Record<string, unknown>>;

const fn = {
  name: 'orders',
  memoryMegabytes: 512,
  timeoutSeconds: 3,
  traffic: { shape: { type: 'constant', rps: 5 }, spacing: 'poisson' },
  duration: { type: 'logNormal', medianMs: 100, p99Ms: 500 },
  init: { type: 'constant', ms: 300 },
};
const scenario = { seed: 1, seconds: 60, account: { concurrency: 1000 }, functions: [fn] };

function withFunction(changes: Changes): Changes {
  return { ...scenario, functions: [{ ...fn, ...changes }] };
}

function withShape(shape: unknown): Changes {
  return withFunction({ traffic: { shape, spacing: 'even' } });
}

describe('a scenario', () => {
  test.each<[string, unknown]>([
    ['the least', scenario],
    ['all of it', {
      ...scenario,
      rateScale: 0.1,
      initsAtOnce: 4,
      stepSeconds: 0.5,
      functions: [
        { ...fn, architecture: 'arm64', reserved: 100, provisioned: { type: 'fixed', count: 100 }, source: { type: 'async', maximumRetries: 0, maximumAgeSeconds: 60 }, idleSeconds: 10, errorRate: 0.1 },
        { ...fn, name: 'b', provisioned: { type: 'autoScaling', minimum: 1, maximum: 5, targetUtilization: 0.7, schedule: [{ atSeconds: 5, minimum: 0, maximum: 2 }] } },
        { ...fn, name: 'c', source: { type: 'sqs', batchSize: 10, provisionedPollers: { minimum: 2, maximum: 10 }, visibilityTimeoutSeconds: 18 } },
        { ...fn, name: 'd', source: { type: 'stream', shards: 2, parallelizationFactor: 10, batchSize: 100 } },
      ],
    }],
    ['a ramp', withShape({ type: 'ramp', fromRps: 0, toRps: 5, overSeconds: 3 })],
    ['steps', withShape({ type: 'step', steps: [{ atSeconds: 0, rps: 0 }] })],
    ['a spike', withShape({ type: 'spike', baseRps: 1, peakRps: 2, atSeconds: 3, forSeconds: 4 })],
    ['a day', withShape({ type: 'daily', lowRps: 1, highRps: 2, highHour: 14, startHour: 8.5 })],
    ['a trace', withShape({ type: 'trace', stepSeconds: 60, counts: [1, 0] })],
    ['arrivals', withShape({ type: 'arrivals', atMs: [0, 0, 1.5] })],
    ['measured durations', withFunction({ duration: { type: 'empirical', valuesMs: [1] } })],
  ])('is taken as it is: %s', (_title, value) => {
    expect(parseScenario(value)).toEqual(value);
  });

  test.each<[string, unknown, (string | number)[], string]>([
    ['nothing', undefined, [], 'The scenario: this is missing.'],
    ['null', null, [], 'The scenario: expected'],
    ['a missing seed', { ...scenario, seed: undefined }, ['seed'], 'seed: this is missing.'],
    ['half a seed', { ...scenario, seed: 0.5 }, ['seed'], 'seed: expected a whole number, not 0.5.'],
    ['a text for a number', { ...scenario, seconds: '60' }, ['seconds'], 'seconds: expected a number from 0.001 to 31622400, not "60".'],
    ['no time', { ...scenario, seconds: 0 }, ['seconds'], 'seconds: expected a number from'],
    ['endless time', { ...scenario, seconds: Number.POSITIVE_INFINITY }, ['seconds'], 'seconds: expected a number from'],
    ['too many steps', { ...scenario, seconds: 86_400, stepSeconds: 0.01 }, ['stepSeconds'], 'stepSeconds: expected a longer step'],
    ['what is not known', { ...scenario, second: 1 }, ['second'], 'second: this is not known here; leave it out.'],
    ['no function', { ...scenario, functions: [] }, ['functions'], 'functions: expected at least one function'],
    ['a name twice', { ...scenario, functions: [fn, fn] }, ['functions'], 'functions: expected each name once.'],
    ['more reserved than there is', { ...scenario, functions: [{ ...fn, reserved: 600 }, { ...fn, name: 'b', reserved: 600 }] }, ['functions'], 'functions: expected no more reserved'],
    ['no name', withFunction({ name: '' }), ['functions', 0, 'name'], 'functions[0].name: expected a name'],
    ['too little memory', withFunction({ memoryMegabytes: 64 }), ['functions', 0, 'memoryMegabytes'], 'functions[0].memoryMegabytes: expected a number from 128 to 10240, not 64.'],
    ['half an environment', withFunction({ reserved: 1.5 }), ['functions', 0, 'reserved'], 'functions[0].reserved: expected a whole number'],
    ['more provisioned than reserved', withFunction({ reserved: 1, provisioned: { type: 'fixed', count: 2 } }), ['functions', 0, 'provisioned'], 'functions[0].provisioned: expected no more than the function reserves.'],
    ['a minimum above the maximum', withFunction({ provisioned: { type: 'autoScaling', minimum: 2, maximum: 1 } }), ['functions', 0, 'provisioned'], 'functions[0].provisioned: expected a minimum'],
    ['an unknown shape', withShape({ type: 'wave' }), ['functions', 0, 'traffic', 'shape', 'type'], 'functions[0].traffic.shape.type: expected ("constant"'],
    ['steps out of order', withShape({ type: 'step', steps: [{ atSeconds: 2, rps: 1 }, { atSeconds: 1, rps: 1 }] }), ['functions', 0, 'traffic', 'shape', 'steps'], 'functions[0].traffic.shape.steps: expected steps in the order of time.'],
    ['arrivals out of order', withShape({ type: 'arrivals', atMs: [2, 1] }), ['functions', 0, 'traffic', 'shape', 'atMs'], 'functions[0].traffic.shape.atMs: expected times in order.'],
    ['negative counts', withShape({ type: 'trace', stepSeconds: 1, counts: [1, -1] }), ['functions', 0, 'traffic', 'shape', 'counts', 1], 'functions[0].traffic.shape.counts[1]: expected a number from 0'],
    ['a 99th percentile below the median', withFunction({ duration: { type: 'logNormal', medianMs: 5, p99Ms: 4 } }), ['functions', 0, 'duration', 'p99Ms'], 'functions[0].duration.p99Ms: expected a 99th'],
    ['no durations', withFunction({ duration: { type: 'empirical', valuesMs: [] } }), ['functions', 0, 'duration', 'valuesMs'], 'functions[0].duration.valuesMs: expected at least one value'],
    ['two ways to poll', withFunction({ source: { type: 'sqs', batchSize: 1, maximumConcurrency: 5, provisionedPollers: { minimum: 2, maximum: 3 } } }), ['functions', 0, 'source'], 'functions[0].source: expected maximumConcurrency or'],
    ['messages that come back too early', withFunction({ timeoutSeconds: 60, source: { type: 'sqs', batchSize: 1 } }), ['functions', 0, 'source'], 'functions[0].source: expected a visibility timeout'],
  ])('is refused, and says where: %s', (_title, value, path, text) => {
    const refused = refusalOf(value);
    expect(refused.code).toBe('SCENARIO_INVALID');
    expect(refused.details['issues']).toEqual(expect.arrayContaining([expect.objectContaining({ path })]));
    expect(refused.message).toContain(text);
  });

  test('names the first five places, and all in its details', () => {
    const refused = refusalOf({ ...scenario, functions: [{}] });
    expect(refused.message.match(/: /g)).toHaveLength(5);
    expect(refused.message).toContain('And 1 more.');
    expect(refused.details['issues']).toHaveLength(6);
  });
});

function refusalOf(value: unknown): CodedError {
  try {
    parseScenario(value);
  } catch (error) {
    if (error instanceof CodedError) return error;
    throw error;
  }
  throw new Error('It was taken.');
}
