/** The whole test run: the stages that were asked for, one after another, each reported, then their sum. */
import { mkdirSync } from 'node:fs';
import { chromiumMissing, findChromium } from '../../../test/host/driver/chromium.ts';
import { build } from '../build/build.mjs';
import { progress, UserError } from '../log.mjs';
import { onStopSignals } from '../processes.mjs';
import { ownCache } from '../project.mjs';
import { nothing, sum, summaryLine } from './counts.mjs';
import { runStage } from './runStage.mjs';
import { stages } from './stages.mjs';

const resultsFile = (stage) => ownCache('results', `${stage}.json`);

/** The names of the stages that need the browser-hosted VS Code. */
export const hostStages = stages(resultsFile).flatMap(({ name, host }) => (host === true ? [name] : []));

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
  const obstacle = obstacles();
  const outcomes = [];
  for (const stage of all.filter(({ name }) => !stopped && (names.length === 0 || names.includes(name)))) {
    outcomes.push(await report(stage, () => obstacle(stage)));
  }
  const total = sum(outcomes);
  for (const { name, fault, note } of outcomes) if (fault ?? note) process.stdout.write(`${name}: ${fault ?? note}\n`);
  process.stdout.write(`${summaryLine(total)}\n`);
  return total.failed === 0 && !stopped;
}

async function report(stage, obstacle) {
  progress(`── ${stage.name}`);
  const started = performance.now();
  const outcome = (await obstacle()) ?? (await runStage(stage, resultsFile));
  progress(`── ${stage.name}: ${summaryLine(outcome)} (${((performance.now() - started) / 1000).toFixed(1)} s)`);
  return { name: stage.name, ...outcome };
}

/** What keeps a stage from running at all. The build is made once, by the first stage that needs it. */
function obstacles() {
  let built;
  return async (stage) => {
    if (stage.chromium === true && findChromium() === undefined) return without(chromiumMissing);
    if (stage.build !== true) return undefined;
    built ??= build().then(
      () => undefined,
      (error) => ({ ...nothing, failed: 1, fault: error instanceof UserError ? error.message : error.stack }),
    );
    return built;
  };
}

/** A machine without a tool skips what needs it, and says so; a build server must have everything. */
function without(reason) {
  return process.env.CI === 'true' ? { ...nothing, failed: 1, fault: reason } : { ...nothing, skipped: 1, note: reason };
}
