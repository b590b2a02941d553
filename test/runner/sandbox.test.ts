import { appendFile, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Logger } from '../../src/common/logger.ts';
import { silentLogger } from '../../src/common/logger.ts';
import { type SandboxProcess, startSandboxProcess } from '../../src/runner/sandbox/sandboxProcess.ts';
import { startSupervisor } from '../../src/runner/sandbox/supervisor.ts';
import { eventually } from '../shared/eventually.ts';
import { isAlive } from '../shared/isAlive.ts';
import { testHost } from '../shared/testIsolation.ts';
import { temporaryWorkspace } from '../shared/temporaryWorkspace.ts';

function start(script: string, changes: { cwd?: string; environment?: Record<string, string> } = {}): { child: SandboxProcess; output: () => string } {
  const written: string[] = [];
  const command = { command: process.execPath, args: ['-e', script], cwd: process.cwd(), environment: {}, ...changes };
  return { child: startSandboxProcess(testHost, command, { onOutput: (text) => written.push(text) }), output: () => written.join('') };
}

const openPipes = (): number => process.getActiveResourcesInfo().filter((name) => name === 'PipeWrap').length;

describe('a process', () => {
  test('a character that comes in two pieces stays whole, whatever the other stream prints meanwhile', async () => {
    const { child, output } = start(`
      const { writeSync } = require('node:fs');
      writeSync(1, Buffer.from([0xc3]));
      writeSync(2, 'x');
      setTimeout(() => writeSync(1, Buffer.from([0xa9])), 50);
    `);
    await child.exit;
    expect(['éx', 'xé']).toContain(output());
  });

  test.skipIf(process.platform === 'win32')('nothing of it stays open for one that left its group and holds on to its output', async () => {
    const before = openPipes();
    const { child, output } = start(`
      const stayer = require('node:child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { detached: true, stdio: 'inherit' });
      stayer.unref();
      console.log(stayer.pid);
    `);
    await child.exit;
    try {
      await eventually(() => openPipes() <= before || undefined);
    } finally {
      process.kill(Number(output()), 'SIGKILL');
    }
  });

  test.skipIf(process.platform === 'win32')('one that will not end by SIGTERM ends when it is killed', async () => {
    const { child, output } = start("process.on('SIGTERM', () => {}); setInterval(() => {}, 1000); console.log('up')");
    await eventually(() => output() === 'up\n' || undefined);
    process.kill(child.pid ?? 0, 'SIGTERM');
    child.kill();
    expect(await child.exit).toEqual({ type: 'signaled', signal: 'SIGKILL' });
  });

  test('a folder that is not there is said so', async () => {
    const { child } = start('', { cwd: '/nowhere/at/all' });
    expect(await child.exit).toMatchObject({ type: 'notStarted', message: expect.stringContaining('/nowhere/at/all') });
  });

  test('a variable that no process can have is refused without its value', async () => {
    const { child } = start('', { environment: { SECRET: 'hidden\0' } });
    const cause = await child.exit;
    expect(cause.type).toBe('notStarted');
    expect(JSON.stringify(cause)).not.toContain('hidden');
  });
});

describe('the supervisor', () => {
  /** Instead of the reaper: writes down what it is told, behind its pid. */
  const recorder = `
    const { appendFileSync } = require('node:fs');
    const note = (text) => appendFileSync(__filename + '.log', process.pid + ' ' + text + '\\n');
    note('up');
    process.stdin.setEncoding('utf8').on('data', (text) => text.trim().split('\\n').forEach(note));
  `;

  test('a reaper that was ended is started again, and told who lives', async () => {
    await using workspace = await temporaryWorkspace({ 'reaper.cjs': recorder });
    const file = workspace.path('reaper.cjs');
    const supervisor = startSupervisor(file, silentLogger);
    const noted = async (pattern: RegExp): Promise<string> =>
      eventually(async () => pattern.exec(await readFile(`${file}.log`, 'utf8').catch(() => ''))?.[1]);
    supervisor.watch(4_000_001);
    supervisor.watch(4_000_002).dispose();
    const first = await noted(/^(\d+) -4000002$/m);
    process.kill(Number(first), 'SIGKILL');
    const second = await eventually(async () => {
      const pid = await noted(/\+4000001\n(?:.*\n)*(\d+) \+4000001\n/);
      return pid === first ? undefined : pid;
    });
    expect(await readFile(`${file}.log`, 'utf8')).not.toContain(`${second} +4000002`);
    supervisor.dispose();
    await eventually(() => !isAlive(Number(second)) || undefined);
  });

  test('one that cannot stay up is given up, and that is said', async () => {
    await using workspace = await temporaryWorkspace({ 'reaper.cjs': "require('node:fs').appendFileSync(__filename + '.log', 'x')" });
    const errors: string[] = [];
    const logger: Logger = { ...silentLogger, error: (message) => errors.push(message) };
    const supervisor = startSupervisor(workspace.path('reaper.cjs'), logger);
    await eventually(() => errors.length > 0 || undefined);
    await appendFile(workspace.path('reaper.cjs.log'), '.');
    supervisor.watch(4_000_003).dispose();
    supervisor.dispose();
    expect(await readFile(workspace.path('reaper.cjs.log'), 'utf8')).toMatch(/^x{2,6}\.$/);
    expect(errors).toHaveLength(1);
  });
});

describe('the reaper', () => {
  test('runs the commands that it was given when the service is gone, but those that are done', async () => {
    await using workspace = await temporaryWorkspace();
    const supervisor = startSupervisor(join(import.meta.dirname, '..', '..', 'src', 'runner', 'sandbox', 'reaper.ts'), silentLogger);
    const write = (name: string): string[] => [process.execPath, '-e', `require('node:fs').writeFileSync(process.argv[1], 'done')`, workspace.path(name)];
    supervisor.watchCommand(write('first "quoted"'));
    supervisor.watchCommand(write('second'));
    supervisor.watchCommand(write('over')).dispose();
    supervisor.watchCommand(['/no/such/command']);
    supervisor.dispose();
    await eventually(async () => (await readdir(workspace.folder)).length === 2 || undefined);
    expect((await readdir(workspace.folder)).sort()).toEqual(['first "quoted"', 'second']);
  });
});
