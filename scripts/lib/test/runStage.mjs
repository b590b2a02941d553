/** Runs one stage of the test run to its counts. */
import { readFileSync, rmSync } from 'node:fs';
import { runBounded } from '../processes.mjs';
import { root } from '../project.mjs';
import { nothing } from './counts.mjs';

/** A stage that crashes, or is late, counts as at least one failure. */
export async function runStage({ name, limit, commands, count }, resultsFile) {
  const results = resultsFile(name);
  rmSync(results, { force: true });
  let fault;
  for (const args of commands) fault = (await run(args, limit, results)) ?? fault;
  const counts = count === undefined ? check(fault) : (readCounts(results, count) ?? nothing);
  if (fault === undefined && counts.passed + counts.failed + counts.skipped === 0) fault = 'it ran no test';
  return { ...counts, failed: counts.failed === 0 && fault !== undefined ? 1 : counts.failed, fault };
}

const check = (fault) => (fault === undefined ? { ...nothing, passed: 1 } : { ...nothing, failed: 1 });

async function run(args, limit, results) {
  const env = { ...process.env, LAMBDA_WORKBENCH_RESULTS: results };
  const { code, late } = await runBounded(process.execPath, args, { limit, cwd: root, env });
  if (late) return `it was ended after ${limit / 60_000} minutes`;
  return code === 0 ? undefined : `it ended with ${code ?? 'a signal'}`;
}

function readCounts(file, count) {
  try {
    return count(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return undefined;
  }
}
