/** Reads what a stage's tests wrote: `{ passed, failed, skipped }`. */

/** vitest's JSON report. A file that did not even load has no tests to fail: it counts as one. */
export function countVitest(report) {
  const unloaded = report.testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0);
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + unloaded.length,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

/** What the tests in the extension host write is it already. */
export const countMocha = (counts) => counts;

export const nothing = { passed: 0, failed: 0, skipped: 0 };

export function sum(all) {
  const total = (key) => all.reduce((count, counts) => count + counts[key], 0);
  return { passed: total('passed'), failed: total('failed'), skipped: total('skipped') };
}

/** The last line of a test run. */
export function summaryLine({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}
