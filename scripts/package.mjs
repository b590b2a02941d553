/** npm run package [-- --out FILE]: builds and makes the .vsix. */
import { parseArgs } from 'node:util';
import { runScript } from './lib/log.mjs';
import { prepared } from './lib/setup/prepare.mjs';

await runScript(() =>
  prepared({}, async () => {
    const { build } = await import('./lib/build/build.mjs');
    const { makePackage, packageFile } = await import('./lib/package/package.mjs');
    await build();
    const { out } = parseArgs({ options: { out: { type: 'string', default: packageFile } } }).values;
    await makePackage(out);
  }),
);
