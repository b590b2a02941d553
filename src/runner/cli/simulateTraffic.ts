import type { Distribution, TrafficShape } from '../../lambda/scaling/traffic/traffic.ts';
import { milliseconds } from './loadCommand.ts';
import { decimal } from './optionValues.ts';
import { usageError } from './usageError.ts';

const mostRps = 1e9;
/** What Lambda itself allows no invocation to exceed. */
const longestMs = 900_000;
const yearMs = 366 * 86_400_000;

interface Form {
  /** For messages. */
  readonly example: string;
  /** How many values may stand behind the colon. */
  readonly values: readonly [least: number, most: number];
  readonly read: (values: readonly string[]) => TrafficShape;
}

const forms: Readonly<Record<string, Form>> = {
  constant: { example: 'constant:100', values: [1, 1], read: ([rps]) => ({ type: 'constant', rps: rate(rps) }) },
  ramp: {
    example: 'ramp:10,200 or ramp:10,200,30s',
    values: [2, 3],
    read: ([from, to, over]) => ({ type: 'ramp', fromRps: rate(from), toRps: rate(to), ...(over !== undefined && { overSeconds: seconds(over) }) }),
  },
  step: { example: 'step:0s=10,60s=200', values: [1, 1000], read: (steps) => ({ type: 'step', steps: stepsOf(steps) }) },
  spike: {
    example: 'spike:10,500,60s,30s',
    values: [4, 4],
    read: ([base, peak, at, lasting]) => ({ type: 'spike', baseRps: rate(base), peakRps: rate(peak), atSeconds: seconds(at), forSeconds: seconds(lasting) }),
  },
  daily: {
    example: 'daily:10,200,14',
    values: [3, 3],
    read: ([low, high, hour]) => ({ type: 'daily', lowRps: rate(low), highRps: rate(high), highHour: decimal('--traffic', hour ?? '', 0, 24) }),
  },
};

/** Such as `ramp:10,200`. Throws CodedError `USAGE`. */
export function trafficShape(text: string): TrafficShape {
  const [, name = '', rest = ''] = /^(\w+):(.*)$/s.exec(text) ?? [];
  const form = Object.hasOwn(forms, name) ? forms[name] : undefined;
  if (form === undefined) {
    const examples = Object.values(forms).map(({ example }) => example);
    throw usageError(`--traffic wants one of ${examples.join(', ')}, not "${text}".`);
  }
  const values = rest.split(',');
  const [least, most] = form.values;
  if (values.length < least || values.length > most) throw usageError(`--traffic wants ${form.example}, not "${text}".`);
  return form.read(values);
}

/** A time, or a median and a 99th percentile. Throws CodedError `USAGE`. */
export function distribution(option: string, text: string): Distribution {
  const [median = '', p99, ...others] = text.split(',');
  const medianMs = milliseconds(option, median, 0, longestMs);
  if (p99 === undefined) return { type: 'constant', ms: medianMs };
  const p99Ms = milliseconds(option, p99, 0, longestMs);
  if (others.length > 0 || medianMs === 0 || p99Ms < medianMs) throw usageError(`${option} wants a median and a longer 99th percentile, such as 200ms,900ms, not "${text}".`);
  return { type: 'logNormal', medianMs, p99Ms };
}

function stepsOf(steps: readonly string[]): Extract<TrafficShape, { type: 'step' }>['steps'] {
  const read = steps.map((step) => {
    const [at = '', rps, ...others] = step.split('=');
    if (rps === undefined || others.length > 0) throw usageError(`--traffic wants steps such as 60s=200, not "${step}".`);
    return { atSeconds: seconds(at), rps: rate(rps) };
  });
  if (read.some(({ atSeconds }, index) => index > 0 && atSeconds <= (read[index - 1]?.atSeconds ?? 0))) {
    throw usageError('--traffic wants steps in the order of their times.');
  }
  return read;
}

function rate(text = ''): number {
  return decimal('--traffic', text, 0, mostRps);
}

function seconds(text = ''): number {
  return milliseconds('--traffic', text, 0, yearMs) / 1000;
}
