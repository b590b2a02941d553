import { readFile } from 'node:fs/promises';
import * as v from 'valibot';
import { CodedError, messageOf } from '../../common/codedError.ts';
import { readScenario, type ScenarioPath, type ScenarioText } from '../../lambda/scaling/simulation/readScenario.ts';
import type { Scenario } from '../../lambda/scaling/simulation/scenario.ts';
import { parseTrace } from '../../lambda/scaling/traffic/traceCsv.ts';
import type { TrafficShape } from '../../lambda/scaling/traffic/traffic.ts';
import { parseScenario, pathText } from '../../protocol/scenario.ts';
import { printable } from './printable.ts';
import type { ScenarioSource, SimulateCommand } from './simulateCommand.ts';

const defaultSeed = 1;

const Issues = v.array(v.object({ path: v.array(v.union([v.string(), v.number()])), message: v.string() }));

/** What is to be simulated. Throws CodedError, whose message begins with `file:line` where a file is wrong. */
export async function scenarioOf({ source, seed }: Pick<SimulateCommand, 'source' | 'seed'>): Promise<Scenario> {
  if (source.type === 'options') return parseScenario(await described(source, seed ?? defaultSeed));
  const { file } = source;
  const written = await readText(file);
  const text = { ...readScenario(file, written), length: written.length };
  try {
    return parseScenario(withSeed(text.value, seed));
  } catch (error) {
    const issues = v.safeParse(Issues, error instanceof CodedError ? error.details['issues'] : undefined);
    if (!issues.success) throw error;
    throw new CodedError('SCENARIO_INVALID', issueLines(file, text, issues.output).join('\n'), { cause: error });
  }
}

/** Each place is looked up in the whole file, for which that must not be too long: recorded traffic is. */
const mostSearched = 1_000_000;
const mostTold = 20;

function issueLines(file: string, text: ScenarioText & { readonly length: number }, issues: v.InferOutput<typeof Issues>): string[] {
  const place = (path: ScenarioPath): string => (text.length <= mostSearched ? text.placeOf(path) : file);
  const lines = issues.slice(0, mostTold).map(({ path, message }) => printable(`${place(path)}: ${pathText(path)}: ${message}.`));
  return issues.length > lines.length ? [...lines, `And ${issues.length - lines.length} more.`] : lines;
}

/** The command line's goes before the scenario's. */
function withSeed(value: unknown, seed: number | undefined): unknown {
  const isMap = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isMap ? { seed: defaultSeed, ...value, ...(seed !== undefined && { seed }) } : value;
}

async function described(source: Extract<ScenarioSource, { type: 'options' }>, seed: number): Promise<Scenario> {
  const { traffic, spacing, scenario, fn } = source;
  const shape = traffic.type === 'shape' ? traffic.shape : await readTrace(traffic.file, traffic.stepSeconds);
  return { seed, seconds: source.seconds ?? lengthOf(shape), ...scenario, functions: [{ ...fn, traffic: { shape, spacing } }] };
}

async function readTrace(file: string, stepSeconds: number): Promise<TrafficShape> {
  const text = await readText(file);
  try {
    return parseTrace(text, stepSeconds);
  } catch (error) {
    if (!(error instanceof CodedError) || typeof error.details['line'] !== 'number') throw error;
    throw new CodedError(error.code, `${file}:${error.details['line']}: ${error.message}`, { cause: error, details: error.details });
  }
}

function lengthOf(shape: TrafficShape): number {
  return shape.type === 'trace' ? shape.counts.length * shape.stepSeconds : 0;
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new CodedError('FILE_UNREADABLE', `${file} cannot be read: ${messageOf(error)}`, { cause: error });
  }
}
