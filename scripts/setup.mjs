/** npm run setup: dependencies, Node, and the browser-hosted VS Code. */
import { progress, runScript } from './lib/log.mjs';
import { prepared } from './lib/setup/prepare.mjs';

await runScript(() => prepared({ host: true }, () => progress('ready')));
