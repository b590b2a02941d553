import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile, readlink } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { eventually } from '../../shared/eventually.ts';
import { type VersionChanges, versionIn } from '../../shared/functionVersion.ts';
import { isolationOf, runScript, startScript } from '../../shared/housedScript.ts';
import { temporaryWorkspace } from '../../shared/temporaryWorkspace.ts';
import { needs } from '../../shared/toolchain.ts';

/** Pids of processes whose command line has a text. */
async function processesWith(text: string): Promise<number[]> {
  const found: number[] = [];
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name) || Number(name) === process.pid) continue;
    if ((await readFile(`/proc/${name}/cmdline`, 'utf8').catch(() => '')).includes(text)) found.push(Number(name));
  }
  return found;
}

/** Pids of processes that work in a folder. */
async function processesIn(folder: string): Promise<number[]> {
  const names = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const folders = await Promise.all(names.map((name) => readlink(`/proc/${name}/cwd`).catch(() => '')));
  return names.filter((_name, index) => folders[index] === folder).map(Number);
}

async function opened(changes: VersionChanges = {}, files: Readonly<Record<string, string>> = {}) {
  const workspace = await temporaryWorkspace({ 'code/index.js': 'code', 'layer/lib/a': 'layer', ...files });
  const isolation = await isolationOf(workspace.path('data'), 'sandbox', { home: homedir() });
  const layers = [{ type: 'folder' as const, path: workspace.path('layer') }];
  const housing = await isolation.open(versionIn(workspace.path('code'), { layers, ...changes }), { environmentId: 's'.repeat(32) });
  return {
    workspace,
    housing,
    async [Symbol.asyncDispose]() {
      await housing.close();
      expect(await processesWith(workspace.folder)).toEqual([]);
      await workspace[Symbol.asyncDispose]();
    },
  };
}

describe.runIf(process.platform === 'linux')('an environment in a sandbox', () => {
  needs('bwrap');

  test('has its files where Lambda has them, and may write to /tmp only', async () => {
    await using made = await opened();
    const { logged, output } = await runScript(
      made.housing,
      `const refused = (file) => { try { fs.writeFileSync(file, 'x'); return 'written'; } catch (error) { return error.code; } };
       log({
         cwd: process.cwd(), code: fs.readFileSync('/var/task/index.js', 'utf8'), layer: fs.readFileSync('/opt/lib/a', 'utf8'),
         runtime: fs.readdirSync('/var/runtime').includes('python'),
         writes: ['/var/task/x', '/opt/x', '/var/runtime/x', '/x', '/etc/x', '/usr/x', '/dev/x', '/tmp/x', '/var/cache/compiled/x'].map(refused),
         variables: Object.keys(process.env).sort(), user: [process.getuid(), process.getgid(), os.userInfo().username], host: os.hostname(),
         capabilities: /CapEff:\\s*(\\w+)/.exec(fs.readFileSync('/proc/self/status', 'utf8'))[1],
         mode: (fs.statSync('/tmp').mode & 0o777).toString(8),
       })`,
      { environment: { MINE: '1', LD_LIBRARY_PATH: '/var/task', LD_PRELOAD: '' } },
    );
    expect(logged, output).toEqual({
      cwd: '/var/task',
      code: 'code',
      layer: 'layer',
      runtime: true,
      writes: ['EROFS', 'EROFS', 'EROFS', 'EROFS', 'EROFS', 'EROFS', 'EROFS', 'written', 'written'],
      variables: ['LD_LIBRARY_PATH', 'LD_PRELOAD', 'MINE', 'PATH', 'SCRIPT'],
      user: [993, 990, 'sbx_user1051'],
      host: 'sandbox',
      capabilities: '0000000000000000',
      mode: '700',
    });
    expect(made.housing.taskRoot).toBe('/var/task');
  });

  test('/tmp ends at its size, and is kept while runtimes come and go', async () => {
    await using made = await opened({ settings: { EphemeralStorage: 2 } });
    const fill = "fs.writeFileSync('/tmp/kept', 'k'); try { fs.writeFileSync('/tmp/big', Buffer.alloc(3 * 1024 * 1024)); log('no limit'); } catch (error) { log(error.code); process.exit(9); }";
    expect(await runScript(made.housing, fill)).toMatchObject({ logged: 'ENOSPC', cause: { type: 'exited', status: 9 } });
    const { process: running, output } = await startScript(made.housing, "setInterval(() => {}, 1000); log('up')");
    await eventually(() => output() !== '' || undefined);
    running.kill();
    expect(await running.exit).toEqual({ type: 'signaled', signal: 'SIGKILL' });
    expect((await runScript(made.housing, "log(fs.readFileSync('/tmp/kept', 'utf8'))")).logged).toBe('k');
    expect(await made.housing.temporaryBytes()).toBeUndefined();
  });

  test('sees neither the user’s files nor other processes', async () => {
    await using made = await opened();
    const { logged } = await runScript(
      made.housing,
      `const there = (path) => fs.existsSync(path);
       log({
         files: ['/etc/shadow', '/root/.bashrc', '/home', ${JSON.stringify(made.workspace.folder)}, '/dev/sda', '/dev/shm'].filter(there),
         home: there(${JSON.stringify(homedir())}) ? fs.readdirSync(${JSON.stringify(homedir())}).filter((name) => name.startsWith('.bash')) : [],
         pids: fs.readdirSync('/proc').filter((name) => /^\\d+$/.test(name)).length < 6,
         names: fs.readFileSync('/etc/hosts', 'utf8').includes('127.0.0.1 sandbox.localdomain'),
       })`,
    );
    expect(logged).toEqual({ files: [], home: [], pids: true, names: true });
  });

  test('reaches this machine’s loopback, and has 1,024 file descriptors', async () => {
    await using made = await opened();
    const { createServer } = await import('node:http');
    const server = createServer((_request, response) => response.end('"reached"')).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
    const code = `fetch('http://' + process.env.API).then((answer) => answer.json()).then((text) =>
      log([text, require('node:child_process').spawnSync('/bin/sh', ['-c', 'ulimit -Sn; ulimit -Hn'], { encoding: 'utf8' }).stdout]))`;
    expect((await runScript(made.housing, code, { environment: { API: made.housing.apiAddress(port) } })).logged).toEqual(['reached', '1024\n1024\n']);
    server.close();
  });

  test('has its file system at /mnt, which stays', async () => {
    const fileSystems = [{ arn: 'arn:aws:elasticfilesystem:us-east-1:0:access-point/fsap-1', mountPath: '/mnt/data' }];
    await using made = await opened({ execution: { fileSystems } });
    await runScript(made.housing, "fs.writeFileSync('/mnt/data/file', 'stays')");
    const [name = ''] = await readdir(made.workspace.path('data/file-systems'));
    expect(await readFile(join(made.workspace.path('data/file-systems'), name, 'file'), 'utf8')).toBe('stays');
  });

  test('hears SIGTERM, and its memory is counted with what it started', async () => {
    await using made = await opened();
    const code = `process.on('SIGTERM', () => { log('ending'); process.exit(3); });
      require('node:child_process').spawn(process.execPath, ['-e', 'globalThis.held = Buffer.alloc(100e6, 1); console.log("held"); setInterval(() => {}, 1000)'], { stdio: 'inherit', detached: true });`;
    const { process: running, output } = await startScript(made.housing, code);
    await eventually(() => output().includes('held') || undefined);
    expect(await made.housing.residentBytes()).toBeGreaterThan(130e6);
    running.terminate();
    expect(await running.exit).toEqual({ type: 'exited', status: 3 });
  });

  test('its end is heard of however often it was frozen, and by what it came', async () => {
    await using made = await opened();
    const { process: running, output } = await startScript(made.housing, "setInterval(() => log('tick'), 2); process.on('SIGTERM', () => process.exit(143))");
    await eventually(() => output() !== '' || undefined);
    for (let turn = 0; turn < 200; turn += 1) {
      running.freeze();
      if (turn % 10 === 0) await new Promise(setImmediate);
      running.thaw();
    }
    const before = output().length;
    await eventually(() => output().length > before || undefined);
    running.terminate();
    expect(await running.exit).toEqual({ type: 'exited', status: 143 });
    const fault = await runScript(made.housing, "process.kill(process.pid, 'SIGSEGV')");
    expect(fault).toMatchObject({ output: '', cause: { type: 'signaled', signal: 'SIGSEGV' } });
  });

  test('starts extensions beside the runtime, in the same /tmp', async () => {
    const made = await temporaryWorkspace({ 'code/index.js': '' });
    await made.write('layer/extensions/watch', '#!/bin/sh\necho "$0 ${NODE_PATH-none}" > /tmp/watched', 0o755);
    const isolation = await isolationOf(made.path('data'), 'sandbox');
    const housing = await isolation.open(versionIn(made.path('code'), { layers: [{ type: 'folder', path: made.path('layer') }] }), { environmentId: 's' });
    expect(housing.extensions).toEqual(['watch']);
    await (await housing.startExtension('watch', { environment: {}, onOutput: () => {} })).exit;
    expect((await runScript(housing, "log(fs.readFileSync('/tmp/watched', 'utf8'))")).logged).toBe('/opt/extensions/watch none\n');
    await housing.close();
    await made[Symbol.asyncDispose]();
  });

  test('one whose holder was ended by somebody is made anew', async () => {
    await using made = await opened();
    const holders = await processesWith(made.workspace.folder);
    for (const pid of holders) process.kill(pid, 'SIGKILL');
    await eventually(async () => (await processesWith(made.workspace.folder)).length === 0 || undefined);
    expect((await runScript(made.housing, "log('again')")).logged).toBe('again');
  });

  test('what its processes started ends with it, and its folders go', async () => {
    const made = await opened();
    // A time that no other process sleeps for.
    const seconds = `4321.${process.pid}`;
    const { output } = await runScript(
      made.housing,
      `require('node:child_process').spawn('/bin/sh', ['-c', 'sleep ${seconds}'], { detached: true, stdio: 'ignore' }).unref(); log('left')`,
    );
    expect(output).toContain('left');
    await made[Symbol.asyncDispose]();
    await eventually(async () => (await processesWith(seconds)).length === 0 || undefined);
  });

  test.each(['sandbox', 'process'])('nothing is left of a service that was killed (%s)', async (kind) => {
    await using workspace = await temporaryWorkspace({ 'code/index.js': '' });
    const service = spawn(process.execPath, [join(import.meta.dirname, 'serviceDouble.ts'), workspace.path('data'), workspace.path('code'), kind], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(service.stdout, 'data');
    const started = kind === 'sandbox' ? await processesWith(workspace.folder) : await processesIn(workspace.path('code'));
    const group = started.filter((pid) => pid !== service.pid);
    expect(group.length).toBeGreaterThan(0);
    service.kill('SIGKILL');
    await eventually(async () => (await Promise.all(group.map((pid) => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')))).every((line) => line === '') || undefined);
    const next = await isolationOf(workspace.path('data'), 'process');
    await next.cleaned;
    expect((await readdir(workspace.path('data'))).filter((name) => name.startsWith('environments'))).toEqual([]);
  });
});
