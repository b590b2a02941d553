import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, test } from 'vitest';
import { memoryMeterOf, parseProcStatus } from '../../../../src/runner/sandbox/memory.ts';
import { parseProcessList, ps, tasklist, treeSums } from '../../../../src/runner/sandbox/processList.ts';

test('/proc/PID/status gives resident and peak', () => {
  expect(parseProcStatus('Name:\tnode\nVmHWM:\t  2048 kB\nVmRSS:\t  1024 kB\n')).toEqual({ resident: 1_048_576, peak: 2_097_152 });
});

test('a process that is gone gives nothing', () => {
  expect(parseProcStatus('')).toBeUndefined();
});

test('ps', () => {
  expect(ps.args).toEqual(['-axo', 'pid=,ppid=,rss=']);
  expect(parseProcessList(ps, '   11  1 1024\n 12 11 2048\n')).toEqual([
    { pid: 11, parent: 1, resident: 1_048_576 },
    { pid: 12, parent: 11, resident: 2_097_152 },
  ]);
});

test('tasklist, with another locale’s thousands', () => {
  const output = '"node.exe","4242","Console","1","54.321 K"\r\n"python.exe","7","Console","1","1,024 K"\r\n';
  expect(parseProcessList(tasklist, output)).toEqual([
    { pid: 4242, parent: 0, resident: 54_321 * 1024 },
    { pid: 7, parent: 0, resident: 1_048_576 },
  ]);
});

test('a tree is its root and all below; roots that are gone are left out', () => {
  const listed = [[1, 0, 1], [10, 1, 5], [11, 10, 7], [12, 11, 9], [20, 1, 3]].map(([pid = 0, parent = 0, resident = 0]) => ({ pid, parent, resident }));
  expect([...treeSums(listed, [10, 20, 99])]).toEqual([[10, 21], [20, 3]]);
});

describe('this system', () => {
  test('tells our own memory', async () => {
    const sample = await memoryMeterOf(process.platform).sample([process.pid]);
    expect(sample.get(process.pid)).toBeGreaterThan(1_000_000);
  });

  test.skipIf(process.platform === 'win32')('counts what a process started, by whichever of its threads, and once', async () => {
    const grandchild = "globalThis.held = Buffer.alloc(60e6, 1); console.log('held'); setInterval(() => {}, 1000)";
    const inThread = `const { spawn } = require('node:child_process'); spawn(process.execPath, ['-e', ${JSON.stringify(grandchild)}], { stdio: 'inherit' })`;
    const root = spawn(process.execPath, ['-e', `new (require('node:worker_threads').Worker)(${JSON.stringify(inThread)}, { eval: true }); setInterval(() => {}, 1000)`], {
      stdio: ['ignore', 'pipe', 'inherit'],
      detached: true,
    });
    try {
      await once(root.stdout, 'data');
      const meter = memoryMeterOf(process.platform);
      const pid = root.pid ?? 0;
      const resident = (await meter.sample([pid])).get(pid) ?? 0;
      expect(resident).toBeGreaterThan(120e6);
      if (!meter.isCheap) return;
      const use = meter.peek([pid, pid]);
      expect(Math.abs((use?.resident ?? 0) - resident)).toBeLessThan(20e6);
      expect(use?.peak).toBeGreaterThanOrEqual(use?.resident ?? Infinity);
    } finally {
      process.kill(-(root.pid ?? 0), 'SIGKILL');
    }
  });
});
