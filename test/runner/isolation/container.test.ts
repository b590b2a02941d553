import { readdir, stat } from 'node:fs/promises';
import { delimiter } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { ImageOverrides } from '../../../src/runner/resources/functionVersion.ts';
import type { IsolationOptions } from '../../../src/runner/sandbox/createIsolation.ts';
import type { Supervisor } from '../../../src/runner/sandbox/supervisor.ts';
import { containerTool, type StandInSettings } from '../../shared/containerTool.ts';
import { eventually } from '../../shared/eventually.ts';
import { type VersionChanges, versionIn } from '../../shared/functionVersion.ts';
import { isolationOf, runScript, startScript } from '../../shared/housedScript.ts';
import { testHost } from '../../shared/testIsolation.ts';
import { temporaryWorkspace } from '../../shared/temporaryWorkspace.ts';

// No container is made here: the tool is a double that runs commands as plain processes (see containerTool.ts).

const evaluate = "const fs = require('node:fs'); const log = (value) => console.log(JSON.stringify(value)); eval(process.env.SCRIPT)";
const nodeImage = { Architecture: 'amd64', Entrypoint: [process.execPath, '-e', evaluate] } as const;
const nodeName = 'public.ecr.aws/lambda/nodejs:24';
const id = 'c'.repeat(32);

interface Options extends Partial<IsolationOptions> {
  readonly tool?: string;
  readonly standIn?: StandInSettings;
  readonly files?: Readonly<Record<string, string>>;
}

async function prepared({ tool: name = 'docker', standIn = { images: { [nodeName]: nodeImage } }, files = {}, ...changes }: Options = {}) {
  const workspace = await temporaryWorkspace({ 'code/index.js': 'code', 'bin/.keep': '', ...files });
  const tool = await containerTool(workspace.path('bin'), name, standIn);
  // The double's own interpreter is given by its path.
  const environment = { PATH: [workspace.path('bin'), '/usr/bin', '/bin'].join(delimiter), HOME: '/home/me', SECRET_OF_HOST: 'x', DOCKER_HOST: 'unix:///d' };
  const isolation = await isolationOf(workspace.path('data'), 'container', { environment, ...changes });
  const open = (version: VersionChanges = {}) => isolation.open(versionIn(workspace.path('code'), version), { environmentId: id });
  return { workspace, tool, isolation, open, [Symbol.asyncDispose]: () => workspace[Symbol.asyncDispose]() };
}

describe.skipIf(process.platform === 'win32')('an environment in a container', () => {
  test('runs AWS’s base image with the handler, its code, layers and /tmp in their places, and no value among the arguments', async () => {
    await using made = await prepared({ user: '1000:1000', files: { 'layer/lib/a': 'layer' } });
    const housing = await made.open({ layers: [{ type: 'folder', path: made.workspace.path('layer') }], settings: { MemorySize: 256, Architecture: 'x86_64' } });
    const { logged, output } = await runScript(housing, 'log([process.env.PASSWORD, process.argv.at(-1), process.cwd()])', {
      environment: { PASSWORD: 'hidden value', PATH: '/var/lang/bin:/usr/bin', LD_PRELOAD: '' },
    });
    expect(logged, output).toEqual(['hidden value', 'index.handler', made.workspace.path('code')]);
    const [run] = await made.tool.callsOf('run');
    const folder = (await readdir(made.workspace.path('data/environments')))[0] ?? '';
    const temporary = made.workspace.path(`data/environments/${folder}/tmp`);
    const network = process.platform === 'linux' ? ['--network', 'host'] : [];
    const user = process.platform === 'linux' ? ['--user', '1000:1000'] : [];
    expect(run?.args).toEqual([
      'run', '--rm', '--name', `lambda-workbench-${id.slice(0, 12)}-1`,
      '--label', expect.stringMatching(/^lambda-workbench\.region=[0-9a-f]{16}$/),
      '--platform', 'linux/amd64', '--pull', 'never', ...network,
      '--memory', '256m', '--memory-swap', '256m', '--ulimit', 'nofile=1024:1024', '--read-only',
      '--security-opt', 'label=disable', ...user,
      '--mount', `type=bind,source=${made.workspace.path('code')},target=/var/task,readonly`,
      '--mount', `type=bind,source=${made.workspace.path('layer')},target=/opt,readonly`,
      '--mount', `type=bind,source=${temporary},target=/tmp`,
      '--env', 'SCRIPT', '--env', 'PASSWORD',
      '--env-file', expect.stringContaining(made.workspace.path('data/environments')),
      nodeName, 'index.handler',
    ]);
    expect(run?.variables).toEqual(expect.arrayContaining(['DOCKER_HOST', 'HOME', 'PASSWORD', 'PATH', 'SCRIPT']));
    expect(run?.variables).not.toContain('SECRET_OF_HOST');
    expect(run?.variables).not.toContain('LD_PRELOAD');
    expect(JSON.stringify(await made.tool.calls())).not.toContain('hidden');
    expect((await stat(temporary)).mode & 0o777).toBe(0o777);
    expect((await stat(made.workspace.path(`data/environments/${folder}`))).mode & 0o077).toBe(0);
    await housing.close();
    expect(await readdir(made.workspace.path('data/environments'))).toEqual([]);
  });

  test('each life of the runtime is a container, and none is left', async () => {
    const watched = new Set<string>();
    const supervisor: Supervisor = {
      ...testHost.supervisor,
      watchCommand: (command) => (watched.add(command.join(' ')), { dispose: () => watched.delete(command.join(' ')) }),
    };
    await using made = await prepared({ host: { ...testHost, supervisor } });
    const housing = await made.open();
    expect((await runScript(housing, 'process.exit(7)')).cause).toEqual({ type: 'exited', status: 7 });
    const { process: running, output } = await startScript(housing, "setInterval(() => {}, 1000); log('up')");
    await eventually(() => output() !== '' || undefined);
    expect(running.pid).toBeUndefined();
    expect(await housing.residentBytes()).toBe(12.5 * 1024 * 1024);
    running.kill();
    expect(await running.exit).toEqual({ type: 'signaled', signal: 'SIGKILL' });
    expect(await housing.residentBytes()).toBeUndefined();
    expect(await made.tool.containers()).toEqual([]);
    // Also what the tool does not remove by itself, as when it was killed while it made one.
    const names = (await made.tool.callsOf('run')).map(({ args }) => args[3]);
    expect((await made.tool.callsOf('rm')).map(({ args }) => args)).toEqual(names.map((name) => ['rm', '--force', name]));
    expect([...watched]).toEqual([]);
    expect((await made.tool.callsOf('run')).map(({ args }) => args[3])).toEqual(['1', '2'].map((n) => `lambda-workbench-${id.slice(0, 12)}-${n}`));
    await housing.close();
  });

  test('one that the system killed for its memory says so as a process does', async () => {
    await using made = await prepared();
    const housing = await made.open();
    expect((await runScript(housing, "process.kill(process.pid, 'SIGKILL')")).cause).toEqual({ type: 'signaled', signal: 'SIGKILL' });
    expect((await runScript(housing, 'process.exit(127)')).cause).toMatchObject({ type: 'notStarted' });
    await housing.close();
  });

  test('is told to end before it is killed', async () => {
    await using made = await prepared();
    const housing = await made.open();
    const { process: running, output } = await startScript(housing, "process.on('SIGTERM', () => { log('ending'); process.exit(3); }); setInterval(() => {}, 1000); log('up')");
    await eventually(() => output().includes('up') || undefined);
    running.terminate();
    expect(await running.exit).toEqual({ type: 'exited', status: 3 });
    await housing.close();
  });

  test('extensions and runtime share a container, which ends with the last of them', async () => {
    await using made = await prepared();
    await made.workspace.write('layer/extensions/watch', '#!/bin/sh\ntrap "echo ended; exit 0" TERM\necho watching\nwhile :; do sleep 0.02; done', 0o755);
    const housing = await made.open({ layers: [{ type: 'folder', path: made.workspace.path('layer') }] });
    expect(housing.extensions).toEqual(['watch']);
    let said = '';
    const extension = await housing.startExtension('watch', { environment: { MINE: '1' }, onOutput: (text) => (said += text) });
    await eventually(() => said.includes('watching') || undefined);
    const { process: running, output } = await startScript(housing, "setInterval(() => {}, 1000); log('up')");
    await eventually(() => output() !== '' || undefined);
    running.kill();
    expect(await running.exit).toEqual({ type: 'signaled', signal: 'SIGKILL' });
    expect(await made.tool.containers()).toHaveLength(1);
    extension.terminate();
    expect(await extension.exit).toEqual({ type: 'exited', status: 0 });
    expect(said).toContain('ended');
    expect(await made.tool.containers()).toEqual([]);
    expect(await made.tool.callsOf('run')).toHaveLength(1);
    const [exec] = await made.tool.callsOf('exec');
    expect(exec?.args.slice(0, 3)).toEqual(['exec', '--env', 'MINE']);
    // The next ones get another.
    expect((await runScript(housing, "log('again')")).logged).toBe('again');
    expect(await made.tool.callsOf('run')).toHaveLength(2);
    await housing.close();
    expect(await made.tool.containers()).toEqual([]);
  });

  test.each<{ what: string; image: ImageOverrides; ending: readonly string[]; printed: string }>([
    { what: 'as the image says', image: {}, ending: ['mine:1'], printed: 'run own' },
    { what: 'with a command', image: { command: ['app.handler'] }, ending: ['mine:1', 'app.handler'], printed: 'run app.handler' },
    {
      what: 'with an entry point, which keeps the image’s command',
      image: { entryPoint: ['/bin/echo', 'first'], workingDirectory: '/srv' },
      ending: ['--workdir', '/srv', '--entrypoint', '/bin/echo', 'mine:1', 'first', 'own'],
      printed: 'first own',
    },
  ])('a function’s own image runs $what', async ({ image, ending, printed }) => {
    await using made = await prepared({ standIn: { images: { 'mine:1': { Architecture: 'arm64', Entrypoint: ['/bin/echo', 'run'], Cmd: ['own'] } } } });
    const housing = await made.open({ code: { type: 'image', uri: 'mine:1', path: '' }, settings: { Architecture: 'arm64' }, execution: { image } });
    expect(await runScript(housing, '')).toMatchObject({ output: `${printed}\n`, cause: { type: 'exited', status: 0 } });
    const [run] = await made.tool.callsOf('run');
    expect(run?.args.slice(-ending.length)).toEqual(ending);
    expect(run?.args).toContain('linux/arm64');
    expect(run?.args.join(' ')).not.toContain('/var/task');
    await housing.close();
  });

  test('an image is pulled once, for the architecture of the function', async () => {
    await using made = await prepared({ standIn: { images: { [nodeName]: { ...nodeImage, Architecture: 'arm64' } }, pullable: { [nodeName]: nodeImage } } });
    const housings = await Promise.all([made.open(), made.open()]);
    expect((await made.tool.callsOf('pull')).map(({ args }) => args)).toEqual([['pull', '--platform', 'linux/amd64', nodeName]]);
    for (const housing of housings) await housing.close();
  });

  test('a provided runtime’s bootstrap is the entry point', async () => {
    await using made = await prepared({ standIn: { images: { 'public.ecr.aws/lambda/provided:al2023': { Architecture: 'amd64', Entrypoint: ['/none'] } } } });
    const settings = { Runtime: 'provided.al2023' };
    await expect(made.open({ settings })).rejects.toMatchObject({ code: 'BOOTSTRAP_MISSING' });
    await made.workspace.write('code/bootstrap', '#!/bin/sh\necho booted', 0o755);
    const housing = await made.open({ settings });
    expect((await runScript(housing, '')).output).toBe('booted\n');
    await housing.close();
  });

  test.each([
    { what: 'no tool', tool: 'other', standIn: {}, code: 'ISOLATION_UNAVAILABLE', says: 'docker, podman, finch, nerdctl' },
    { what: 'no engine', tool: 'podman', standIn: { down: 'Cannot connect to the engine' }, code: 'ISOLATION_UNAVAILABLE', says: 'Cannot connect to the engine' },
    { what: 'no image', tool: 'finch', standIn: {}, code: 'IMAGE_UNAVAILABLE', says: `not found: ${nodeName}` },
  ])('$what is said, and tried again the next time', async ({ tool, standIn, code, says }) => {
    await using made = await prepared({ tool, standIn });
    const path = [made.workspace.path('bin'), '/nowhere'].join(delimiter);
    const isolation = await isolationOf(made.workspace.path('data'), 'container', { environment: { PATH: path } });
    const open = () => isolation.open(versionIn(made.workspace.path('code')), { environmentId: id });
    await expect(open()).rejects.toMatchObject({ code, message: expect.stringContaining(says) });
    const later = tool === 'other' ? await containerTool(made.workspace.path('bin'), 'nerdctl', {}) : made.tool;
    await later.set({ images: { [nodeName]: nodeImage } });
    await (await open()).close();
    expect(await readdir(made.workspace.path('data/environments'))).toEqual([]);
  });

  test('a variable of several lines that the tool itself reads is refused without its value', async () => {
    await using made = await prepared();
    const housing = await made.open();
    const refused = runScript(housing, '', { environment: { PATH: 'hidden\nhidden' } });
    await expect(refused).rejects.toMatchObject({ code: 'ISOLATION_UNAVAILABLE', message: expect.not.stringContaining('hidden') });
    await housing.close();
  });

  test('what a killed service left is removed before the first container is made, and no tool is asked where there was none', async () => {
    const commands: (readonly string[])[] = [];
    const supervisor: Supervisor = { ...testHost.supervisor, watchCommand: (command) => (commands.push(command), { dispose() {} }) };
    await using made = await prepared({ host: { ...testHost, supervisor } });
    expect(await made.tool.calls()).toEqual([]);
    const { process: left, output } = await startScript(await made.open(), "setInterval(() => {}, 1000); log('up')");
    await eventually(() => output() !== '' || undefined);
    expect(commands).toEqual([[made.tool.command, 'rm', '--force', `lambda-workbench-${id.slice(0, 12)}-1`]]);
    const next = await isolationOf(made.workspace.path('data'), 'container', { environment: { PATH: made.workspace.path('bin') } });
    await next.cleaned;
    expect(await made.tool.containers()).toEqual([]);
    await left.exit;
    expect(await readdir(made.workspace.path('data'))).not.toContain('container-tools');
  });
});
