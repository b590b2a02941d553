import { parseArgs, type ParseArgsOptionsConfig } from 'node:util';
import { decimal, matching, optionalName, optionalUrl, wholeNumber } from './optionValues.ts';
import { checked, usageError } from './usageError.ts';

export interface LoadCommand {
  readonly type: 'load';
  readonly functionName: string;
  readonly qualifier: string | undefined;
  /** Invocations a second: in the beginning, and in the end where it changes. */
  readonly rate: number;
  readonly rampTo: number | undefined;
  readonly seconds: number;
  readonly spacing: 'poisson' | 'even';
  /** A file; `-` is standard input; undefined is `{}`. */
  readonly event: string | undefined;
  readonly maximumInvocations: number;
  readonly maximumInFlight: number;
  readonly endpoint: string | undefined;
  readonly profile: string | undefined;
  readonly region: string | undefined;
  readonly seed: number;
  readonly json: boolean;
  readonly confirm: string | undefined;
}

const options = {
  rate: { type: 'string' },
  'ramp-to': { type: 'string' },
  for: { type: 'string' },
  spacing: { type: 'string', default: 'poisson' },
  event: { type: 'string' },
  qualifier: { type: 'string' },
  max: { type: 'string', default: '1000000' },
  'in-flight': { type: 'string', default: '5000' },
  endpoint: { type: 'string' },
  profile: { type: 'string' },
  region: { type: 'string' },
  seed: { type: 'string', default: '1' },
  json: { type: 'boolean', default: false },
  confirm: { type: 'string' },
} as const satisfies ParseArgsOptionsConfig;

const fastest = 100_000;
const dayMs = 86_400_000;

/** @param args behind the command's name. Throws CodedError `USAGE`. */
export function parseLoad(args: readonly string[]): LoadCommand {
  const { values, positionals } = checked(() => parseArgs({ args: [...args], options, allowPositionals: true }));
  const [functionName, ...others] = positionals;
  if (functionName === undefined || others.length > 0) throw usageError('load wants the name of one function.');
  return {
    type: 'load',
    functionName,
    qualifier: optionalName('--qualifier', values.qualifier),
    rate: decimal('--rate', given('--rate', values.rate, 'invocations a second'), 0, fastest),
    rampTo: values['ramp-to'] === undefined ? undefined : decimal('--ramp-to', values['ramp-to'], 0, fastest),
    seconds: milliseconds('--for', given('--for', values.for, 'a time such as 60s'), 1, dayMs) / 1000,
    spacing: spacing('--spacing', values.spacing),
    event: values.event,
    maximumInvocations: wholeNumber('--max', values.max, 1, 1_000_000_000),
    maximumInFlight: wholeNumber('--in-flight', values['in-flight'], 1, 100_000),
    endpoint: optionalUrl('--endpoint', values.endpoint),
    profile: optionalName('--profile', values.profile),
    region: values.region === undefined ? undefined : matching('--region', values.region, /^(?:[a-z]{2,}-)+\d$/, 'such as us-east-1'),
    seed: wholeNumber('--seed', values.seed, 0, Number.MAX_SAFE_INTEGER),
    json: values.json,
    confirm: values.confirm,
  };
}

const unitMs: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** A time such as `200ms`, `1.5s`, `10m`, `2h` or `1d`. */
export function milliseconds(option: string, text: string, minimumMs: number, maximumMs: number): number {
  const [, figure, unit = ''] = /^(\d+(?:\.\d+)?)(ms|[smhd])$/.exec(text) ?? [];
  const value = figure === undefined ? Number.NaN : Number(figure) * (unitMs[unit] ?? Number.NaN);
  if (Number.isNaN(value)) throw usageError(`${option} wants a time such as 200ms, 60s, 10m or 1h, not "${text}".`);
  if (value < minimumMs || value > maximumMs) throw usageError(`${option} wants a time from ${minimumMs} ms to ${maximumMs / 1000} s, not "${text}".`);
  return value;
}

export function spacing(option: string, text: string): 'poisson' | 'even' {
  if (text !== 'poisson' && text !== 'even') throw usageError(`${option} wants poisson or even, not "${text}".`);
  return text;
}

function given(option: string, text: string | undefined, what: string): string {
  if (text === undefined) throw usageError(`load wants ${option}: ${what}.`);
  return text;
}
