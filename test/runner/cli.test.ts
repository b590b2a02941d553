import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openRegion, runnerFile, type RunningRegion } from '../shared/region.ts';
import { temporaryWorkspace, templateOf, type TemporaryWorkspace } from '../shared/temporaryWorkspace.ts';

interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

async function run(args: readonly string[], input = ''): Promise<Outcome> {
  const child = spawn(process.execPath, [runnerFile, ...args], { stdio: 'pipe' });
  child.stdin.end(input);
  const exit = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const [stdout, stderr, code] = await Promise.all([text(child.stdout), text(child.stderr), exit]);
  return { code, stdout, stderr };
}

let workspace: TemporaryWorkspace;
let region: RunningRegion;

beforeAll(async () => {
  workspace = await temporaryWorkspace({
    'app.mjs': 'export const echo = async (event) => event;\nexport const boom = async () => { console.log("said"); throw new Error("x"); };',
    'template.yaml': templateOf({ echo: 'Handler: app.echo', boom: 'Handler: app.boom' }),
    'event.json': '{"from":"file"}',
    'bad.json': '{\n  "a": 1,\n}',
  });
  region = await openRegion({ templates: [workspace.path('template.yaml')] });
});

afterAll(async () => {
  await region?.[Symbol.asyncDispose]();
  await workspace?.[Symbol.asyncDispose]();
});

const invoke = (args: readonly string[], input?: string): Promise<Outcome> => run(['invoke', ...args, '--endpoint', region.endpoint], input);

describe('lambda-workbench invoke', () => {
  test('prints the answer', async () => {
    expect(await invoke(['echo'])).toEqual({ code: 0, stdout: '{}\n', stderr: '' });
  });

  test('takes the event from a file or from standard input', async () => {
    expect((await invoke(['echo', '--event', workspace.path('event.json')])).stdout).toBe('{"from":"file"}\n');
    expect((await invoke(['echo', '--event', '-'], '{"from":"stdin"}')).stdout).toBe('{"from":"stdin"}\n');
  });

  test('a failed function is exit code 1; its log goes to standard error', async () => {
    const { code, stdout, stderr } = await invoke(['boom', '--tail']);
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ errorMessage: 'x' });
    expect(stderr).toContain('said');
  });

  test('an event that is not JSON is refused before sending, with its position', async () => {
    const { code, stderr } = await invoke(['echo', '--event', workspace.path('bad.json')]);
    expect(code).toBe(1);
    expect(stderr).toContain(`${workspace.path('bad.json')}:3:1: the event is not JSON`);
  });

  test.each([
    [['nobody'], 'ResourceNotFoundException'],
    [['echo', '--event', '/nowhere.json'], 'cannot be read'],
  ])('%j says what is wrong', async (args, expected) => {
    const { code, stderr } = await invoke(args);
    expect(code).toBe(1);
    expect(stderr).toContain(expected);
  });
});

describe('the command line', () => {
  test('--help shows the usage, --version the version', async () => {
    expect(await run(['--help'])).toMatchObject({ code: 0, stdout: expect.stringContaining('Usage:') });
    expect(await run(['--version'])).toMatchObject({ code: 0, stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) });
  });

  test('a wrong one is exit code 2', async () => {
    expect(await run(['fly'])).toMatchObject({ code: 2, stderr: expect.stringContaining('There is no command "fly".') });
  });
});
