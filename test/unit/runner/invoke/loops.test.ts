import { beforeEach, describe, expect, test } from 'vitest';

import { arnOf, AsyncBench } from './asyncBench.ts';

let bench: AsyncBench;

beforeEach(async () => {
  bench = await AsyncBench.open();
  bench.scale = 0;
});

// Names that every object has a member of, and one like any other.
describe.each(['constructor', '__proto__', 'toString', 'f'])('a function named %s', (name) => {
  test('is stopped in a loop after sixteen runs, though the service starts anew in between', async () => {
    bench.config = () => ({ onSuccess: arnOf(name) });
    await bench.accept({}, undefined, name);
    await bench.until(() => bench.tries.length === 9);
    await bench.restart();
    await bench.runDry();
    // What ran when the service ended may run again, with the chain that it had.
    expect(bench.tries.length).toBeGreaterThanOrEqual(16);
    expect(bench.tries.length).toBeLessThanOrEqual(17);
    expect(bench.log.join('\n')).toContain('RecursiveInvocation');
  });
});

test('a function that is its own dead-letter target is stopped too', async () => {
  bench.deeds = ['fail'];
  bench.config = () => ({ maximumRetryAttempts: 0 });
  bench.deadLetterTarget = arnOf('f');
  await bench.accept();
  await bench.runDry();
  expect(bench.tries).toHaveLength(16);
});

test('a function that comes while it is looked for is not waited for until the next change', async () => {
  let looked = 0;
  bench.known = () => {
    looked += 1;
    if (looked === 1) {
      // It is there by the time that the event would wait for it.
      bench.functionsChanged.fire();
      return false;
    }
    return true;
  };
  await bench.accept();
  await bench.runDry();
  expect(bench.tries).toHaveLength(1);
});
