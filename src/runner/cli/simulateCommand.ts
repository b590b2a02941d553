import { parseArgs, type ParseArgsOptionsConfig } from 'node:util';
import type { FunctionScenario, Scenario } from '../../lambda/scaling/simulation/scenario.ts';
import type { TrafficShape } from '../../lambda/scaling/traffic/traffic.ts';
import { milliseconds, spacing } from './loadCommand.ts';
import { decimal, wholeNumber } from './optionValues.ts';
import { distribution, trafficShape } from './simulateTraffic.ts';
import { checked, usageError } from './usageError.ts';

export interface SimulateCommand {
  readonly type: 'simulate';
  readonly source: ScenarioSource;
  /** Undefined: what the scenario says. */
  readonly seed: number | undefined;
  /** Undefined: by how much there is to simulate. */
  readonly mode: 'exact' | 'fluid' | undefined;
  readonly json: boolean;
}

/** Where the scenario comes from. `seconds` undefined: as long as the trace is. */
export type ScenarioSource =
  | { readonly type: 'file'; readonly file: string }
  | {
      readonly type: 'options';
      readonly traffic: { readonly type: 'shape'; readonly shape: TrafficShape } | { readonly type: 'csv'; readonly file: string; readonly stepSeconds: number };
      readonly seconds: number | undefined;
      readonly spacing: 'poisson' | 'even';
      readonly scenario: Omit<Scenario, 'seed' | 'seconds' | 'functions'>;
      readonly fn: Omit<FunctionScenario, 'traffic'>;
    };

const ofFiles = { seed: { type: 'string' }, mode: { type: 'string' }, json: { type: 'boolean', default: false } } as const satisfies ParseArgsOptionsConfig;

const ofOptions = {
  rps: { type: 'string' },
  traffic: { type: 'string' },
  csv: { type: 'string' },
  'csv-step': { type: 'string' },
  for: { type: 'string' },
  duration: { type: 'string' },
  init: { type: 'string' },
  memory: { type: 'string' },
  timeout: { type: 'string' },
  architecture: { type: 'string' },
  reserved: { type: 'string' },
  provisioned: { type: 'string' },
  account: { type: 'string' },
  idle: { type: 'string' },
  spacing: { type: 'string' },
  'rate-scale': { type: 'string' },
} as const satisfies ParseArgsOptionsConfig;

type Values = Partial<Record<keyof typeof ofOptions, string>>;

const yearMs = 366 * 86_400_000;
const mostConcurrency = 10_000_000;
/** Lambda's smallest and largest memory and timeout. */
const memory = { least: 128, most: 10_240 };
const timeoutMs = { least: 1_000, most: 900_000 };

/** @param args behind the command's name. Throws CodedError `USAGE`. */
export function parseSimulate(args: readonly string[]): SimulateCommand {
  const { values, positionals } = checked(() => parseArgs({ args: [...args], options: { ...ofFiles, ...ofOptions }, allowPositionals: true }));
  const { seed, mode, json, ...options } = values;
  const [file, ...others] = positionals;
  if (others.length > 0) throw usageError('simulate wants one scenario.');
  const [extra] = Object.keys(options);
  if (file !== undefined && extra !== undefined) throw usageError(`--${extra} is for simulating without a file: what FILE says holds.`);
  return {
    type: 'simulate',
    source: file === undefined ? optionsSource(options) : { type: 'file', file },
    seed: seed === undefined ? undefined : wholeNumber('--seed', seed, 0, Number.MAX_SAFE_INTEGER),
    mode: mode === undefined ? undefined : modeOf(mode),
    json,
  };
}

function optionsSource(values: Values): ScenarioSource {
  const traffic = trafficOf(values);
  const { for: lasting } = values;
  if (lasting === undefined && traffic.type !== 'csv') throw usageError('simulate wants --for: how long, such as 10m.');
  return {
    type: 'options',
    traffic,
    seconds: lasting === undefined ? undefined : milliseconds('--for', lasting, 1, yearMs) / 1000,
    spacing: spacing('--spacing', values.spacing ?? 'poisson'),
    scenario: {
      account: { concurrency: wholeNumber('--account', values.account ?? '1000', 1, mostConcurrency) },
      ...(values['rate-scale'] !== undefined && { rateScale: decimal('--rate-scale', values['rate-scale'], 0.001, 1) }),
    },
    fn: functionOf(values),
  };
}

function functionOf(values: Values): Omit<FunctionScenario, 'traffic'> {
  const { reserved, provisioned, architecture, idle } = values;
  return {
    name: 'function',
    memoryMegabytes: wholeNumber('--memory', values.memory ?? '128', memory.least, memory.most),
    // Where it is left out, nothing is cut.
    timeoutSeconds: milliseconds('--timeout', values.timeout ?? '900s', timeoutMs.least, timeoutMs.most) / 1000,
    duration: distribution('--duration', wanted('--duration', values.duration, 'how long an invocation takes, such as 200ms')),
    init: distribution('--init', wanted('--init', values.init, 'how long a cold start takes, such as 400ms')),
    ...(reserved !== undefined && { reserved: wholeNumber('--reserved', reserved, 0, mostConcurrency) }),
    ...(provisioned !== undefined && { provisioned: { type: 'fixed', count: wholeNumber('--provisioned', provisioned, 1, mostConcurrency) } as const }),
    ...(architecture !== undefined && { architecture: architectureOf(architecture) }),
    ...(idle !== undefined && { idleSeconds: milliseconds('--idle', idle, 1, yearMs) / 1000 }),
  };
}

function trafficOf({ rps, traffic, csv, 'csv-step': step }: Values): Extract<ScenarioSource, { type: 'options' }>['traffic'] {
  const given = [rps, traffic, csv].filter((value) => value !== undefined);
  if (given.length !== 1) throw usageError('simulate wants a scenario: FILE, or one of --rps, --traffic and --csv.');
  if (csv !== undefined) return { type: 'csv', file: csv, stepSeconds: milliseconds('--csv-step', step ?? '60s', 1, yearMs) / 1000 };
  const shape: TrafficShape = rps === undefined ? trafficShape(traffic ?? '') : { type: 'constant', rps: decimal('--rps', rps, 0, 1e9) };
  return { type: 'shape', shape };
}

function modeOf(text: string): 'exact' | 'fluid' {
  if (text !== 'exact' && text !== 'fluid') throw usageError(`--mode wants exact or fluid, not "${text}".`);
  return text;
}

function architectureOf(text: string): 'x86_64' | 'arm64' {
  if (text !== 'x86_64' && text !== 'arm64') throw usageError(`--architecture wants x86_64 or arm64, not "${text}".`);
  return text;
}

function wanted(option: string, text: string | undefined, what: string): string {
  if (text === undefined) throw usageError(`simulate wants ${option}: ${what}.`);
  return text;
}
