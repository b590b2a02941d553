import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runnerFile } from '../shared/region.ts';
import { temporaryWorkspace, type TemporaryWorkspace } from '../shared/temporaryWorkspace.ts';

const Result = v.pipe(v.string(), v.parseJson(), v.looseObject({ functions: v.array(v.looseObject({ name: v.string() })) }));

interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

async function simulate(...args: readonly string[]): Promise<Outcome> {
  const child = spawn(process.execPath, [runnerFile, 'simulate', ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  const exit = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const [stdout, stderr, code] = await Promise.all([text(child.stdout), text(child.stderr), exit]);
  return { code, stdout, stderr };
}

const scenario = {
  seconds: 60,
  account: { concurrency: 1000 },
  functions: [
    {
      name: 'orders',
      memoryMegabytes: 512,
      timeoutSeconds: 3,
      reserved: 5,
      traffic: { shape: { type: 'constant', rps: 20 }, spacing: 'even' },
      duration: { type: 'constant', ms: 500 },
      init: { type: 'constant', ms: 200 },
    },
  ],
};

let workspace: TemporaryWorkspace;

beforeAll(async () => {
  workspace = await temporaryWorkspace({
    'good.json': JSON.stringify(scenario),
    'good.yaml': `
seconds: 60
account: { concurrency: 1000 }
functions:
  - name: orders
    memoryMegabytes: 512
    timeoutSeconds: 3
    reserved: 5
    traffic: { shape: { type: constant, rps: 20 }, spacing: even }
    duration: { type: constant, ms: 500 }
    init: { type: constant, ms: 200 }
`,
    'wrong.yaml': 'seconds: 60\naccount:\n  concurrency: none\nfunctions: []\n',
    'broken.yaml': 'seconds: [60\n',
    'trace.csv': 'time,count\n0,60\n60,0\n120,120\n',
    'wrong.csv': 'time,count\n0,60\n60,many\n',
  });
});

afterAll(async () => {
  await workspace?.[Symbol.asyncDispose]();
});

describe('lambda-workbench simulate', () => {
  test('answers the same for a scenario in YAML, in JSON and by options', async () => {
    const options = ['--rps', '20', '--for', '1m', '--duration', '500ms', '--init', '200ms', '--memory', '512', '--timeout', '3s', '--reserved', '5', '--spacing', 'even'];
    const results = await Promise.all([
      simulate(workspace.path('good.yaml'), '--json'),
      simulate(workspace.path('good.json'), '--json'),
      simulate(...options, '--json'),
    ]);
    const [yaml, json, byOptions] = results.map(({ stdout }) => v.parse(Result, stdout));
    expect(results.map(({ code }) => code)).toEqual([0, 0, 0]);
    expect(json).toEqual(yaml);
    expect(byOptions?.functions[0]).toEqual({ ...yaml?.functions[0], name: 'function' });
    expect(yaml).toMatchObject({ mode: 'exact', seconds: 60, functions: [{ name: 'orders', totals: { arrivals: 1200, peakConcurrency: 5 } }] });
  });

  test('tells people what was throttled and what would mend it, with a picture and the cost', async () => {
    const { code, stdout, stderr } = await simulate(workspace.path('good.yaml'));
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^Simulated 1 min, each invocation\.\n\norders\n {2}Arrivals +1,200\n/);
    expect(stdout).toMatch(/ throttled: its reserved concurrency is in use\.\n +Reserve more for it/);
    expect(stdout).toMatch(/\n5 │█+\n/);
    expect(stdout).toMatch(/Cost \S+ USD, \S+ USD a month at this pace; prices of us-east-1 as of \d{4}-\d\d-\d\d/);
  });

  test('takes counted arrivals, for as long as they last', async () => {
    const { stdout } = await simulate('--csv', workspace.path('trace.csv'), '--duration', '100ms', '--init', '200ms', '--spacing', 'even', '--json');
    expect(JSON.parse(stdout)).toMatchObject({ seconds: 180, functions: [{ totals: { arrivals: 180 } }] });
  });

  test('the seed of the command line goes before all', async () => {
    const poisson = ['--rps', '20', '--for', '1m', '--duration', '100ms', '--init', '200ms', '--json', '--seed'];
    const [one, same, other] = await Promise.all([simulate(...poisson, '1'), simulate(...poisson, '1'), simulate(...poisson, '2')]);
    expect(same.stdout).toBe(one.stdout);
    expect(other.stdout).not.toBe(one.stdout);
  });

  test.each<[string, readonly string[], string]>([
    ['each invocation', ['--rps', '10'], 'exact'],
    ['on average, where that is wanted', ['--rps', '10', '--mode', 'fluid'], 'fluid'],
    ['on average, where they are too many', ['--rps', '5000000'], 'fluid'],
  ])('%s', async (_, args, mode) => {
    const { code, stdout } = await simulate(...args, '--for', '10s', '--duration', '100ms', '--init', '200ms', '--json');
    expect(JSON.parse(stdout)).toMatchObject({ mode, seconds: 10 });
    expect(code).toBe(0);
  });

  test.each<[string, readonly string[]]>([
    ['wrong.yaml', ['wrong.yaml:3:16: account.concurrency: expected a number', 'wrong.yaml:4:12: functions: expected at least one function']],
    ['broken.yaml', ['broken.yaml:2:1: This is neither YAML nor JSON']],
    ['nowhere.yaml', ['nowhere.yaml cannot be read']],
  ])('%s is told with its place', async (file, messages) => {
    const { code, stdout, stderr } = await simulate(workspace.path(file));
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    for (const message of messages) expect(stderr).toContain(message);
  });

  test('so is a wrong line of a trace', async () => {
    const { code, stderr } = await simulate('--csv', workspace.path('wrong.csv'), '--duration', '100ms', '--init', '200ms');
    expect(code).toBe(1);
    expect(stderr).toContain(`${workspace.path('wrong.csv')}:3: `);
  });
});

describe('a file that means no good', () => {
  const [fn] = scenario.functions;
  const withTraffic = (shape: object): string => JSON.stringify({ ...scenario, functions: [{ ...fn, traffic: { shape, spacing: 'even' } }] });

  test('with a million wrong numbers is told by the first of them, in little time and memory', async () => {
    const file = await workspace.write('wrong.json', withTraffic({ type: 'trace', stepSeconds: 1, counts: Array.from({ length: 500_000 }, () => -1) }));
    const { code, stdout, stderr } = await simulate(file);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    const lines = stderr.trimEnd().split('\n');
    expect(lines[0]).toBe(`${file}: functions[0].traffic.shape.counts[0]: expected a number from 0 to 1000000000000, not -1.`);
    expect([lines.length, lines.at(-1)]).toEqual([21, 'And 499980 more.']);
  });

  test('steers no terminal', async () => {
    const steering = '\u001b]0;owned\u0007';
    const good = await workspace.write('steering.json', JSON.stringify({ ...scenario, functions: [{ ...fn, name: steering }] }));
    const bad = await workspace.write('steeringToo.json', JSON.stringify({ ...scenario, [steering]: 1 }));
    const [report, refused] = await Promise.all([simulate(good), simulate(bad)]);
    expect(report.stdout).toContain('\uFFFD]0;owned\uFFFD');
    expect(refused.stderr).toContain('\uFFFD]0;owned\uFFFD');
    for (const printed of [report.stdout, refused.stderr]) expect(printed).not.toMatch(/[^\P{Cc}\n]/u);
  });
});

test.skipIf(process.platform === 'win32')('a reader that is gone misses nothing, and hears of nothing', async () => {
  const args = ['simulate', '--rps', '10', '--for', '6h', '--duration', '10ms', '--init', '10ms', '--json'];
  const child = spawn(process.execPath, [runnerFile, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  child.stdout.destroy();
  const [[code], stderr] = await Promise.all([once(child, 'exit'), text(child.stderr)]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
});
