import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { EnvironmentLog } from '../../../../src/runner/environment/environmentLog.ts';

function logOf(): { log: EnvironmentLog; text: () => string } {
  const written: string[] = [];
  return { log: new EnvironmentLog((text) => written.push(text)), text: () => written.join('') };
}

describe('the log of an environment', () => {
  test("a line of the service's own begins a line", () => {
    const { log, text } = logOf();
    log.output('no newline');
    log.event('END\n');
    expect(text()).toBe('no newline\nEND\n');
  });

  test('the tail is what came since it was asked for', () => {
    const { log } = logOf();
    log.output('before\n');
    log.startTail();
    log.output('after\n');
    expect(log.endTail().toString()).toBe('after\n');
  });

  test('the tail is at most 4096 bytes and begins with a whole character', () => {
    const { log } = logOf();
    log.startTail();
    log.output('é'.repeat(3000));
    log.event('x');
    const tail = log.endTail();
    expect(tail.length).toBeLessThanOrEqual(4096);
    expect(tail.length).toBeGreaterThan(4090);
    expect(tail.toString()).not.toContain('\ufffd');
  });

  test('the tail keeps no more than it will give, however much is printed', () => {
    const { log } = { log: new EnvironmentLog(() => {}) };
    setFlagsFromString('--expose-gc');
    const collect = v.parse(v.function(), runInNewContext('gc'));
    collect();
    const before = process.memoryUsage().heapUsed;
    log.startTail();
    const chunk = Buffer.alloc(65_536, 'x');
    for (let count = 0; count < 3200; count += 1) log.output(chunk.toString());
    collect();
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(10_000_000);
    expect(log.endTail()).toHaveLength(4096);
  });
});
