import { describe, expect, test } from 'vitest';
import { clientEnvironment } from '../../../../src/runner/sandbox/container/clientEnvironment.ts';
import { containerExit } from '../../../../src/runner/sandbox/container/containerExit.ts';
import { findContainerTool } from '../../../../src/runner/sandbox/container/containerTools.ts';
import { baseImage } from '../../../../src/runner/sandbox/container/images.ts';
import { memoryInUse } from '../../../../src/runner/sandbox/container/memoryInUse.ts';
import { type ContainerRun, runArguments } from '../../../../src/runner/sandbox/container/runArguments.ts';
import { containerTools } from '../../../../src/runner/sandbox/container/containerTools.ts';
import type { ExitCause } from '../../../../src/runner/sandbox/exitCause.ts';

test.each([
  ['nodejs24.x', 'nodejs:24'],
  ['python3.13', 'python:3.13'],
  ['java21', 'java:21'],
  ['java8.al2', 'java:8.al2'],
  ['ruby3.4', 'ruby:3.4'],
  ['dotnet8', 'dotnet:8'],
  ['provided.al2023', 'provided:al2023'],
])('%s runs in %s', (runtime, image) => {
  expect(baseImage(runtime)).toBe(`public.ecr.aws/lambda/${image}`);
});

test('what is no runtime has no image', () => {
  expect(baseImage('cobol')).toBeUndefined();
});

describe('the tool', () => {
  const having = (...names: readonly string[]) => (name: string) => Promise.resolve(names.includes(name) ? `/bin/${name}` : undefined);

  test.each([
    { what: 'the first there is', wanted: undefined, there: ['nerdctl', 'podman'], command: '/bin/podman' },
    { what: 'the one that is wanted', wanted: 'nerdctl', there: ['docker', 'nerdctl'], command: '/bin/nerdctl' },
    { what: 'the one at a path', wanted: '/tools/podman', there: [], command: '/tools/podman' },
  ])('is $what', async ({ wanted, there, command }) => {
    expect((await findContainerTool(wanted, having(...there))).command).toBe(command);
  });

  test('one that is wanted and not there is not replaced by another', async () => {
    await expect(findContainerTool('finch', having('docker'))).rejects.toMatchObject({ code: 'ISOLATION_UNAVAILABLE', message: expect.stringContaining('finch is not') });
  });
});

describe('arguments of run', () => {
  const run: ContainerRun = {
    name: 'n',
    labels: {},
    image: 'i',
    command: { args: [] },
    architecture: 'arm64',
    memoryMegabytes: 128,
    mounts: [{ folder: '/a,"b"', at: '/var/task' }],
    variables: ['MINE'],
    user: '1:2',
  };
  const textOf = (tool: string, platform: NodeJS.Platform): string => {
    const traits = containerTools[tool];
    if (traits === undefined) throw new Error(`${tool} is not known.`);
    return runArguments(run, traits, platform).join(' ');
  };

  test.each<[string, NodeJS.Platform, readonly string[], readonly string[]]>([
    ['docker', 'linux', ['--network host', '--user 1:2', 'label=disable'], []],
    ['podman', 'linux', ['--network host', 'label=disable'], ['--user']],
    ['finch', 'darwin', [], ['--network', '--user', 'label']],
    ['nerdctl', 'linux', ['--network host', '--user 1:2'], ['label']],
    ['docker', 'win32', [], ['--network', '--user']],
  ])('%s on %s', (tool, platform, has, hasNot) => {
    const text = textOf(tool, platform);
    for (const part of [...has, '--platform linux/arm64', '--env MINE', '"source=/a,""b"""']) expect(text).toContain(part);
    for (const part of hasNot) expect(text).not.toContain(part);
  });
});

test('variables that are the tool’s own, or would work on it, go beside its environment', () => {
  const given = { MINE: '1', PATH: '/var/lang/bin', LD_PRELOAD: '/opt/x.so', DOCKER_HOST: 'theirs', GODEBUG: 'x' };
  expect(clientEnvironment(given, { PATH: '/usr/bin', DOCKER_HOST: 'ours', XDG_RUNTIME_DIR: '/run', AWS_SECRET_ACCESS_KEY: 'secret', NOTHING: undefined })).toEqual({
    environment: { PATH: '/usr/bin', DOCKER_HOST: 'ours', XDG_RUNTIME_DIR: '/run', MINE: '1' },
    names: ['MINE'],
    others: { PATH: '/var/lang/bin', LD_PRELOAD: '/opt/x.so', DOCKER_HOST: 'theirs', GODEBUG: 'x' },
  });
});

test.each<[ExitCause, ExitCause['type'], string | number | undefined]>([
  [{ type: 'exited', status: 0 }, 'exited', 0],
  [{ type: 'exited', status: 1 }, 'exited', 1],
  [{ type: 'exited', status: 137 }, 'signaled', 'SIGKILL'],
  [{ type: 'exited', status: 139 }, 'signaled', 'SIGSEGV'],
  [{ type: 'exited', status: 125 }, 'notStarted', undefined],
  [{ type: 'exited', status: 127 }, 'notStarted', undefined],
  [{ type: 'signaled', signal: 'SIGKILL' }, 'signaled', 'SIGKILL'],
])('%j of a tool is %s %s of a container', (cause, type, detail) => {
  const found = containerExit(cause);
  expect(found.type).toBe(type);
  if (detail !== undefined) expect(Object.values(found)).toContain(detail);
});

test.each([
  ['12.5MiB / 128MiB\n', 13_107_200],
  ['1.5GiB / 2GiB', 1_610_612_736],
  ['80kB / 1GB', 80_000],
  ['--', undefined],
])('%j is %s bytes', (text, bytes) => {
  expect(memoryInUse(text)).toBe(bytes);
});
