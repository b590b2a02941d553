import { describe, expect, test } from 'vitest';
import { EnvironmentLog } from '../../../../src/runner/environment/environmentLog.ts';

function logOf(): { log: EnvironmentLog; text: () => string } {
  const written: string[] = [];
  return { log: new EnvironmentLog((text) => written.push(text)), text: () => written.join('') };
}

describe('the log of an environment', () => {
  test("a line of the service's own begins a line", () => {
    const { log, text } = logOf();
    log.output(Buffer.from('no newline'));
    log.line('END\n');
    expect(text()).toBe('no newline\nEND\n');
  });

  test('a character that comes in two chunks stays whole', () => {
    const { log, text } = logOf();
    const bytes = Buffer.from('é\n');
    log.output(bytes.subarray(0, 1));
    log.output(bytes.subarray(1));
    expect(text()).toBe('é\n');
  });

  test('the tail is what came since it was asked for', () => {
    const { log } = logOf();
    log.output(Buffer.from('before\n'));
    log.startTail();
    log.output(Buffer.from('after\n'));
    expect(log.endTail().toString()).toBe('after\n');
  });

  test('the tail is at most 4096 bytes and begins with a whole character', () => {
    const { log } = logOf();
    log.startTail();
    log.output(Buffer.from('é'.repeat(3000)));
    log.line('x');
    const tail = log.endTail();
    expect(tail.length).toBeLessThanOrEqual(4096);
    expect(tail.length).toBeGreaterThan(4090);
    expect(tail.toString()).not.toContain('\ufffd');
  });
});
