/** npm test [-- STAGE …]: types, lint, structure, unit, runner, host, ui. The last line is "N passed, N failed". */
import { runScript } from './lib/log.mjs';
import { prepared } from './lib/setup/prepare.mjs';

const names = process.argv.slice(2);

await runScript(() =>
  prepared(
    {
      host: async () => {
        const { hostStages } = await import('./lib/test/runTests.mjs');
        return names.length === 0 || names.some((name) => hostStages.includes(name));
      },
    },
    async () => {
      const { runTests } = await import('./lib/test/runTests.mjs');
      if (!(await runTests(names))) process.exitCode = 1;
    },
  ),
);
