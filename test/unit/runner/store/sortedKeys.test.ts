import * as fc from 'fast-check';
import { expect, test } from 'vitest';

import { SortedKeys } from '../../../../src/runner/store/sortedKeys.ts';

const key = fc.string({ maxLength: 3, unit: fc.constantFrom('a', 'b', 'B', '-', '_', '1') });

test('keys are in order, once each, whatever comes and goes', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.boolean(), key)), key, key, fc.nat(5), (changes, prefix, after, count) => {
      const keys = new SortedKeys();
      const model = new Set<string>();
      for (const [added, one] of changes) {
        if (added) keys.add(one);
        else keys.delete(one);
        if (added) model.add(one);
        else model.delete(one);
      }
      const sorted = [...model].sort();
      expect(keys.all()).toEqual(sorted);
      const page = sorted.filter((one) => one.startsWith(prefix) && (after === '' || one > after)).slice(0, count);
      expect(keys.page(prefix, after, count)).toEqual(page);
      expect(keys.size).toBe(model.size);
    }),
  );
});
