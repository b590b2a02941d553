/** npm run bench: a table of speeds and sizes, each beside what it is compared with. */
import { runScript } from './lib/log.mjs';
import { runBounded } from './lib/processes.mjs';
import { inRoot, root } from './lib/project.mjs';
import { prepared } from './lib/setup/prepare.mjs';

const limit = 15 * 60_000;

await runScript(() =>
  prepared({}, async () => {
    const { build } = await import('./lib/build/build.mjs');
    await build();
    const args = [inRoot('test', 'bench', 'main.ts'), ...process.argv.slice(2)];
    const { code, late } = await runBounded(process.execPath, args, { limit, cwd: root, env: process.env });
    process.exitCode = late ? 1 : (code ?? 1);
  }),
);
