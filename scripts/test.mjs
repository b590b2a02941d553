/** npm test [-- STAGE …]: types, lint, structure, unit, runner, host, ui. The last line is "N passed, N failed". */
import { runScript } from './lib/log.mjs';
import { prepared } from './lib/setup/prepare.mjs';

await runScript(() =>
  prepared({}, async () => {
    const { runTests } = await import('./lib/test/runTests.mjs');
    if (!(await runTests(process.argv.slice(2)))) process.exitCode = 1;
  }),
);
