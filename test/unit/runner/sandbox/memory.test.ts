import { expect, test } from 'vitest';
import { memoryMeterOf, parseProcStatus, ps, tasklist } from '../../../../src/runner/sandbox/memory.ts';

test('/proc/PID/status gives resident and peak', () => {
  expect(parseProcStatus('Name:\tnode\nVmHWM:\t  2048 kB\nVmRSS:\t  1024 kB\n')).toEqual({ resident: 1_048_576, peak: 2_097_152 });
});

test('a process that is gone gives nothing', () => {
  expect(parseProcStatus('')).toBeUndefined();
});

test('ps', () => {
  expect(ps.args([1, 2])).toEqual(['-o', 'pid=,rss=', '-p', '1,2']);
  expect([...ps.parse('   11  1024\n 12 2048\n')]).toEqual([[11, 1_048_576], [12, 2_097_152]]);
});

test('tasklist, with another locale’s thousands', () => {
  const output = '"node.exe","4242","Console","1","54.321 K"\r\n"python.exe","7","Console","1","1,024 K"\r\n';
  expect([...tasklist.parse(output)]).toEqual([[4242, 54_321 * 1024], [7, 1_048_576]]);
});

test('our own process has memory on this system', async () => {
  const sample = await memoryMeterOf(process.platform).sample([process.pid]);
  expect(sample.get(process.pid)).toBeGreaterThan(1_000_000);
});
