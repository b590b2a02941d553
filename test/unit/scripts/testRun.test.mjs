import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { countMocha, countVitest, sum, summaryLine } from '../../../scripts/lib/test/counts.mjs';
import { runStage } from '../../../scripts/lib/test/runStage.mjs';

describe('counts', () => {
  const report = (more) => ({ numPassedTests: 0, numFailedTests: 0, numPendingTests: 0, numTodoTests: 0, testResults: [], ...more });

  test('of tests', () => {
    expect(countVitest(report({ numPassedTests: 5, numFailedTests: 1, numPendingTests: 2, numTodoTests: 1 }))).toEqual({ passed: 5, failed: 1, skipped: 3 });
  });

  test('a file that did not load is a failure', () => {
    expect(countVitest(report({ testResults: [{ status: 'failed', assertionResults: [] }] })).failed).toBe(1);
  });

  test.each([
    [[{ passed: 1, failed: 0, skipped: 0 }, { passed: 2, failed: 3, skipped: 0 }], '3 passed, 3 failed'],
    [[{ passed: 1, failed: 0, skipped: 4 }], '1 passed, 0 failed, 4 skipped'],
    [[], '0 passed, 0 failed'],
  ])('the last line', (counts, expected) => {
    expect(summaryLine(sum(counts))).toBe(expected);
  });
});

describe('a stage', () => {
  let folder;
  beforeEach(() => (folder = mkdtempSync(path.join(tmpdir(), 'lambda-workbench-stage-'))));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const run = (stage) => runStage({ name: 'stage', limit: 60_000, ...stage }, (name) => path.join(folder, name));
  const node = (code) => ['-e', code];
  const writes = (counts, after = '') =>
    node(`require('fs').writeFileSync(process.env.LAMBDA_WORKBENCH_RESULTS, ${JSON.stringify(JSON.stringify(counts))});${after}`);

  test.each([
    ['a check that passes', { commands: [node('')] }, { passed: 1, failed: 0, skipped: 0, fault: undefined }],
    ['a check of which a part fails', { commands: [node('process.exit(3)'), node('')] }, { passed: 0, failed: 1, skipped: 0, fault: 'it ended with 3' }],
    [
      'tests that pass',
      { commands: [writes({ passed: 2, failed: 0, skipped: 1 })], count: countMocha },
      { passed: 2, failed: 0, skipped: 1, fault: undefined },
    ],
    [
      'tests that pass, and then a crash',
      { commands: [writes({ passed: 2, failed: 0, skipped: 0 }, 'process.exit(7)')], count: countMocha },
      { passed: 2, failed: 1, skipped: 0, fault: 'it ended with 7' },
    ],
    ['a crash before any result', { commands: [node('process.exit(7)')], count: countMocha }, { passed: 0, failed: 1, skipped: 0, fault: 'it ended with 7' }],
    ['no test at all', { commands: [node('')], count: countMocha }, { passed: 0, failed: 1, skipped: 0, fault: 'it ran no test' }],
  ])('%s', async (_name, stage, expected) => {
    expect(await run(stage)).toEqual(expected);
  });

  test('that hangs is ended', async () => {
    const outcome = await run({ limit: 500, commands: [node('setInterval(() => {}, 1000)')] });
    expect(outcome.failed).toBe(1);
    expect(outcome.fault).toMatch(/^it was ended after/);
  });
});
