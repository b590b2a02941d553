/** The whole test run: the stages that were asked for, one after another, each reported, then their sum. */
import { mkdirSync } from 'node:fs';
import { progress, UserError } from '../log.mjs';
import { onStopSignals } from '../processes.mjs';
import { ownCache } from '../project.mjs';
import { sum, summaryLine } from './counts.mjs';
import { Needs } from './needs.mjs';
import { runStage } from './runStage.mjs';
import { stages } from './stages.mjs';

const resultsFile = (stage) => ownCache('results', `${stage}.json`);

/** @param names the stages to run; none means all. Returns whether nothing failed. */
export async function runTests(names) {
  const all = stages(resultsFile);
  const unknown = names.filter((name) => !all.some((stage) => stage.name === name));
  if (unknown.length > 0) {
    throw new UserError(`there is no stage ${unknown.join(', ')}; the stages are ${all.map(({ name }) => name).join(', ')}`);
  }
  let stopped = false;
  onStopSignals(() => (stopped = true));
  mkdirSync(ownCache('results'), { recursive: true });
  const needs = new Needs();
  const outcomes = [];
  for (const stage of all.filter(({ name }) => names.length === 0 || names.includes(name))) {
    if (!stopped) outcomes.push(await report(stage, needs));
  }
  for (const { name, fault, reason } of outcomes) if (fault ?? reason) process.stdout.write(`${name}: ${fault ?? reason}\n`);
  const total = sum(outcomes);
  process.stdout.write(`${summaryLine(total)}\n`);
  return total.failed === 0 && !stopped;
}

async function report(stage, needs) {
  progress(`── ${stage.name}`);
  const started = performance.now();
  const outcome = (await needs.unmet(stage)) ?? (await runStage(stage, resultsFile));
  progress(`── ${stage.name}: ${summaryLine(outcome)} (${((performance.now() - started) / 1000).toFixed(1)} s)`);
  return { name: stage.name, ...outcome };
}
