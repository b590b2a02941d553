import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import type { Runtimes } from '../../../src/runner/runtimes/launchPlan.ts';
import { eventually } from '../../shared/eventually.ts';
import { versionIn } from '../../shared/functionVersion.ts';
import { isolationOf, runScript, scriptRuntimes, startScript } from '../../shared/housedScript.ts';
import { temporaryWorkspace } from '../../shared/temporaryWorkspace.ts';

const id = 'e'.repeat(32);
const posix = process.platform !== 'win32';

async function opened(files: Readonly<Record<string, string>> = {}) {
  const workspace = await temporaryWorkspace({ 'code/index.js': '', ...files });
  const isolation = await isolationOf(workspace.path('data'), 'process');
  const housing = await isolation.open(versionIn(workspace.path('code')), { environmentId: id });
  return {
    workspace,
    isolation,
    housing,
    async [Symbol.asyncDispose]() {
      await housing.close();
      await workspace[Symbol.asyncDispose]();
    },
  };
}

describe('an environment of plain processes', () => {
  test('runs the code in its folder, with the variables that are given and no others', async () => {
    await using made = await opened();
    const { logged } = await runScript(made.housing, 'log([process.cwd(), Object.keys(process.env).sort()])', { environment: { MINE: '1' } });
    expect(logged).toEqual([made.workspace.path('code'), expect.arrayContaining(['MINE', 'PATH', 'SCRIPT', 'TMPDIR'])]);
    if (process.platform === 'linux') expect(logged).toEqual([expect.anything(), ['MINE', 'PATH', 'SCRIPT', 'TMPDIR']]);
  });

  test('keeps temporary files while runtimes come and go, tells their size, and leaves nothing', async () => {
    await using made = await opened();
    await runScript(made.housing, "fs.mkdirSync(os.tmpdir() + '/deep', { mode: 0o700 }); fs.writeFileSync(os.tmpdir() + '/deep/kept', 'x'.repeat(1000)); fs.chmodSync(os.tmpdir() + '/deep', 0o500)");
    const { logged } = await runScript(made.housing, "log(fs.readFileSync(os.tmpdir() + '/deep/kept').length)");
    expect(logged).toBe(1000);
    expect(await made.housing.temporaryBytes()).toBe(1000);
    await made.housing.close();
    expect(await readdir(made.workspace.path('data/environments'))).toEqual([]);
  });

  test('what a killed service left is removed when the next starts', async () => {
    await using workspace = await temporaryWorkspace({ 'data/environments/old-1/tmp/file': 'x', 'data/environments.stale-1/file': 'x' });
    const isolation = await isolationOf(workspace.path('data'), 'process');
    await isolation.cleaned;
    expect(await readdir(workspace.path('data'))).toEqual([]);
  });

  test.runIf(posix)('has 1,024 file descriptors, and no way to more', async () => {
    await using made = await opened();
    const { logged } = await runScript(
      made.housing,
      `const taken = []; let code;
       try { for (;;) taken.push(fs.openSync('/dev/null')); } catch (error) { code = error.code; }
       for (const file of taken.slice(0, 20)) fs.closeSync(file);
       const raised = require('node:child_process').spawnSync('/bin/sh', ['-c', 'ulimit -n 2048 2>/dev/null && echo raised; ulimit -Hn'], { encoding: 'utf8' }).stdout;
       log([code, taken.length > 900 && taken.length < 1024, raised])`,
    );
    // Root may raise it, as nowhere on Lambda.
    const raised = process.getuid?.() === 0 ? expect.any(String) : '1024\n';
    expect(logged).toEqual(['EMFILE', true, raised]);
  });

  test.runIf(posix)('logs in frames through a descriptor of their own, where that is asked for', async () => {
    await using made = await opened();
    const frames: Buffer[] = [];
    const code = "fs.writeSync(Number(process.env._LAMBDA_TELEMETRY_LOG_FD), Buffer.from([0xa5, 0x5a, 0, 3])); console.log('plain')";
    const { output } = await runScript(made.housing, code, { onFrames: (bytes) => frames.push(bytes) });
    expect(Buffer.concat(frames).toString('hex')).toBe('a55a0003');
    expect(output).toBe('plain\n');
    expect((await runScript(made.housing, 'log(process.env._LAMBDA_TELEMETRY_LOG_FD ?? null)')).logged).toBeNull();
  });

  test.runIf(posix)('is told to end before it is killed', async () => {
    await using made = await opened();
    const { process: running, output } = await startScript(made.housing, "process.on('SIGTERM', () => { log('ending'); process.exit(3); }); setInterval(() => {}, 1000); log('up')");
    await eventually(() => output().includes('up') || undefined);
    running.terminate();
    expect(await running.exit).toEqual({ type: 'exited', status: 3 });
    expect(output()).toContain('ending');
  });

  test.runIf(process.platform === 'linux')('stands still while it is frozen', async () => {
    await using made = await opened();
    const { process: running, output } = await startScript(made.housing, "setInterval(() => log('tick'), 5)");
    await eventually(() => output().includes('tick') || undefined);
    const stateOf = (): Promise<string> => readFile(`/proc/${running.pid}/stat`, 'utf8');
    running.freeze();
    await eventually(async () => / T /.test(await stateOf()) || undefined);
    running.thaw();
    const before = output().length;
    await eventually(() => output().length > before || undefined);
    running.kill();
    expect(await running.exit).toEqual({ type: 'signaled', signal: 'SIGKILL' });
  });

  test.runIf(posix)('starts the extensions of its layers, with what is theirs of the runtime’s variables', async () => {
    await using workspace = await temporaryWorkspace({ 'code/index.js': '', 'layer/extensions/notes.txt': '' });
    await workspace.write('layer/extensions/watch', '#!/bin/sh\necho "$0 $MINE ${NODE_PATH-none}"; ulimit -n', 0o755);
    const runtimes: Runtimes = {
      plan: async (version, places) => {
        const plan = await scriptRuntimes.plan(version, places);
        return { ...plan, variables: { ...plan.variables, NODE_PATH: places.opt.inside } };
      },
    };
    const isolation = await isolationOf(workspace.path('data'), 'process', { runtimes });
    const housing = await isolation.open(versionIn(workspace.path('code'), { layers: [{ type: 'folder', path: workspace.path('layer') }] }), { environmentId: id });
    expect(housing.extensions).toEqual(['watch']);
    let output = '';
    const extension = await housing.startExtension('watch', { environment: { MINE: '1' }, onOutput: (text) => (output += text) });
    await extension.exit;
    expect(output).toBe(`${workspace.path('layer/extensions/watch')} 1 none\n1024\n`);
    await housing.close();
  });

  test('a function with a file system is refused where this machine has no such folder', async () => {
    await using workspace = await temporaryWorkspace({ 'code/index.js': '' });
    const isolation = await isolationOf(workspace.path('data'), 'process');
    const fileSystems = [{ arn: 'arn:aws:elasticfilesystem:us-east-1:0:access-point/fsap-1', mountPath: '/mnt/not-on-this-machine' }];
    const opening = isolation.open(versionIn(workspace.path('code'), { execution: { fileSystems } }), { environmentId: id });
    await expect(opening).rejects.toMatchObject({ code: 'ISOLATION_UNAVAILABLE' });
  });

  test.runIf(posix).each([
    ['that is not there', async () => {}, /^ENOENT/],
    ['that is no executable file', (file: string) => writeFile(file, '', { mode: 0o644 }), /^EACCES/],
    ['that is a folder', (file: string) => mkdir(file), /^EACCES/],
    ['whose interpreter is not there', (file: string) => writeFile(file, '#!/no/such/thing\n', { mode: 0o755 }), /\/no\/such\/thing/],
  ])('a command %s is not started', async (_what, prepare, message) => {
    await using workspace = await temporaryWorkspace({ 'code/index.js': '' });
    const command = workspace.path('command');
    await prepare(command);
    const runtimes: Runtimes = { plan: () => Promise.resolve({ command, args: [], variables: {}, toolchain: [] }) };
    const isolation = await isolationOf(workspace.path('data'), 'process', { runtimes });
    const housing = await isolation.open(versionIn(workspace.path('code')), { environmentId: id });
    const { process: started } = await startScript(housing, '');
    expect(await started.exit).toEqual({ type: 'notStarted', message: expect.stringMatching(message) });
    await housing.close();
  });
});
