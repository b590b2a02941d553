/** npm start [-- --port N]: VS Code with the extension and the sample workspace, on the desktop or served to a browser. */
import { runScript } from './lib/log.mjs';
import { prepared } from './lib/setup/prepare.mjs';

const desktop = async () => (await import('../test/host/driver/desktop.ts')).findDesktop();

await runScript(() =>
  prepared({ host: async () => (await desktop()) === undefined }, async () => {
    const { build } = await import('./lib/build/build.mjs');
    await build();
    const found = await desktop();
    const { openDesktop } = await import('./lib/start/desktop.mjs');
    const { serveBrowser } = await import('./lib/start/browser.mjs');
    await (found === undefined ? serveBrowser(process.argv.slice(2)) : openDesktop(found));
  }),
);
