/** Runs one stage of the test run to its counts. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { runBounded } from '../processes.mjs';
import { root } from '../project.mjs';
import { nothing } from './counts.mjs';

/** A stage that crashes, or is late, counts as at least one failure. */
export async function runStage({ name, limit, commands, count }, resultsFile) {
  const results = resultsFile(name);
  rmSync(results, { force: true });
  const fault = await withTemporaryFolder(async (folder) => firstFault(commands, limit, environment(results, folder)));
  const counts = count === undefined ? check(fault) : (readCounts(results, count) ?? nothing);
  const ranNone = counts.passed + counts.failed + counts.skipped === 0;
  return withFault(counts, fault ?? (ranNone ? 'it ran no test' : undefined));
}

function withFault(counts, fault) {
  return { ...counts, failed: fault === undefined ? counts.failed : Math.max(counts.failed, 1), fault };
}

/** All commands run, whatever comes of the first. */
async function firstFault(commands, limit, env) {
  const faults = [];
  for (const args of commands) faults.push(await run(args, limit, env));
  return faults.find((fault) => fault !== undefined);
}

const check = (fault) => (fault === undefined ? { ...nothing, passed: 1 } : { ...nothing, failed: 1 });

/** A stage's temporary files go with it, even where it was ended midway. */
async function withTemporaryFolder(work) {
  const folder = mkdtempSync(path.join(tmpdir(), 'lw-'));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 250 });
  }
}

function environment(results, temporary) {
  return { ...process.env, LAMBDA_WORKBENCH_RESULTS: results, TMPDIR: temporary, TEMP: temporary, TMP: temporary };
}

async function run(args, limit, env) {
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
