/** npm run build: makes dist; with --watch, again at every change. */
import { runScript } from './lib/log.mjs';
import { onStopSignals } from './lib/processes.mjs';
import { prepared } from './lib/setup/prepare.mjs';

await runScript(() =>
  prepared({}, async () => {
    const { build, watch } = await import('./lib/build/build.mjs');
    if (!process.argv.includes('--watch')) return build();
    const stop = new AbortController();
    onStopSignals(() => stop.abort());
    return watch(stop.signal);
  }),
);
