import { writeFileSync } from 'node:fs';
import Mocha from 'mocha';
import { linePrefix } from './linePrefix.ts';

/** Reports on the console, and writes `{ passed, failed, skipped }` to the file named by LAMBDA_WORKBENCH_RESULTS. */
export class HostReporter extends Mocha.reporters.Base {
  constructor(runner: Mocha.Runner, options: Mocha.MochaOptions) {
    super(runner, options);
    const counts = { passed: 0, failed: 0, skipped: 0 };
    const { EVENT_TEST_PASS, EVENT_TEST_FAIL, EVENT_TEST_PENDING, EVENT_RUN_END } = Mocha.Runner.constants;
    runner.on(EVENT_TEST_PASS, (test) => {
      counts.passed++;
      say(` ✓ ${test.fullTitle()} (${String(test.duration ?? 0)} ms)`);
    });
    runner.on(EVENT_TEST_PENDING, (test) => {
      counts.skipped++;
      say(` ↓ ${test.fullTitle()}`);
    });
    runner.on(EVENT_TEST_FAIL, (test, error: Error) => {
      counts.failed++;
      say(` × ${test.fullTitle()}\n${error.stack ?? error.message}`);
    });
    runner.on(EVENT_RUN_END, () => {
      const file = process.env['LAMBDA_WORKBENCH_RESULTS'];
      if (file !== undefined) writeFileSync(file, JSON.stringify(counts));
    });
  }
}

function say(text: string): void {
  for (const line of text.split('\n')) console.log(linePrefix + line);
}
