import * as fc from 'fast-check';
import { expect, test } from 'vitest';

import { SortedNames } from '../../../../src/runner/resources/functions/sortedNames.ts';

const name = fc.string({ maxLength: 3, unit: fc.constantFrom('a', 'b', 'B', '-', '_', '1') });

test('names are in order, once each, whatever comes and goes', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.boolean(), name)), name, fc.nat(5), (changes, after, count) => {
      const names = new SortedNames();
      const model = new Set<string>();
      for (const [added, one] of changes) {
        if (added) names.add(one);
        else names.delete(one);
        if (added) model.add(one);
        else model.delete(one);
      }
      const sorted = [...model].sort();
      expect(names.all()).toEqual(sorted);
      expect(names.after(after, count)).toEqual(sorted.filter((one) => one > after).slice(0, count));
    }),
  );
});
