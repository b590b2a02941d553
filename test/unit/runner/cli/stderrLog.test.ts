import { Writable } from 'node:stream';
import { expect, test } from 'vitest';
import { StderrLog } from '../../../../src/runner/cli/stderrLog.ts';

/** Takes nothing until it is told to. */
class SlowReader extends Writable {
  text = '';
  #go: (() => void) | undefined;
  #reads = false;

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.text += chunk.toString();
    if (this.#reads) done();
    else this.#go = done;
  }

  read(): void {
    this.#reads = true;
    this.#go?.();
  }
}

test("each line of a function's log stands behind its name", () => {
  const out = new SlowReader();
  const log = new StderrLog(out);
  log.write('f', 'one\ntwo\n');
  log.flush();
  expect(out.text).toBe('f | one\nf | two\n');
});

test('logs that nobody reads fast enough are dropped, and that is said once they are read again', async () => {
  const out = new SlowReader();
  const log = new StderrLog(out);
  const line = `${'x'.repeat(1_000_000)}\n`;
  for (let count = 0; count < 50; count += 1) {
    log.write('f', line);
    log.flush();
  }
  expect(out.writableLength).toBeLessThan(20_000_000);
  out.read();
  await expect.poll(() => out.writableLength).toBe(0);
  log.info('after');
  log.flush();
  expect(out.text).toMatch(/warning: \d+ pieces of log were dropped, as they were not read\.\nafter\n$/);
});

test('a reader that is gone ends nothing', async () => {
  const out = new SlowReader();
  const log = new StderrLog(out);
  out.destroy(new Error('EPIPE'));
  await expect.poll(() => out.closed).toBe(true);
  log.info('x');
  log.flush();
});
