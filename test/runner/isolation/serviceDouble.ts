/**
 * A service that houses one environment and is to be killed: `node serviceDouble.ts DATA_FOLDER CODE_FOLDER KIND`. It starts a runtime
 * that never ends, then prints `up`.
 */
import { join } from 'node:path';
import { silentLogger } from '../../../src/common/logger.ts';
import { processTreeOf } from '../../../src/runner/sandbox/processTree.ts';
import { startSupervisor } from '../../../src/runner/sandbox/supervisor.ts';
import { versionIn } from '../../shared/functionVersion.ts';
import { isolationOf, startScript } from '../../shared/housedScript.ts';

const [dataFolder = '', codeFolder = '', kind] = process.argv.slice(2);
const { platform } = process;
const reaper = join(import.meta.dirname, '..', '..', '..', 'src', 'runner', 'sandbox', 'reaper.ts');
const host = { tree: processTreeOf(platform), platform, supervisor: startSupervisor(reaper, silentLogger) };
const isolation = await isolationOf(dataFolder, kind === 'sandbox' ? 'sandbox' : 'process', { host });
const housing = await isolation.open(versionIn(codeFolder), { environmentId: 'd'.repeat(32) });
const { output } = await startScript(housing, "setInterval(() => {}, 1000); log('running')");
const timer = setInterval(() => {
  if (!output().includes('running')) return;
  clearInterval(timer);
  process.stdout.write('up\n');
}, 5);
