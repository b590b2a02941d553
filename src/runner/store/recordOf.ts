import * as v from 'valibot';

/**
 * An object by whatever keys its user chose: also those that `v.record` leaves out for the safety of who assigns them, such as
 * `constructor`. Its members are own ones, which no key can turn into something else.
 */
export function recordOf<T>(value: v.GenericSchema<unknown, T>): v.GenericSchema<unknown, Record<string, T>> {
  return v.pipe(
    v.custom<object>((input) => typeof input === 'object' && input !== null && !Array.isArray(input)),
    v.rawTransform(({ dataset, addIssue, NEVER }) => {
      const entries: [string, T][] = [];
      for (const [key, item] of Object.entries(dataset.value) as [string, unknown][]) {
        const parsed = v.safeParse(value, item);
        if (!parsed.success) {
          addIssue({ message: 'A member of the record has a bad value.' });
          return NEVER;
        }
        entries.push([key, parsed.output]);
      }
      return Object.fromEntries(entries);
    }),
  );
}
