import { fieldFilter } from './fieldFilter.ts';
import type { Filter } from './filter.ts';
import { FilterError } from './filterError.ts';
import { jsonFilter } from './jsonFilter.ts';
import { termFilter } from './termFilter.ts';

interface Form {
  readonly open: string;
  readonly close: string;
  /** Of what stands between the two. */
  compile(inner: string): Filter;
}

const forms: readonly Form[] = [
  { open: '{', close: '}', compile: jsonFilter },
  { open: '[', close: ']', compile: fieldFilter },
];

/**
 * A filter pattern of CloudWatch Logs: terms (`a "b c" -d`, or `?a ?b`), `%regular expressions%`, selectors of JSON (`{ $.a = 1 }`) or
 * fields that stand apart by spaces (`[a, b = 4*, ...]`). Throws FilterError. Source: CloudWatch Logs User Guide, "Filter pattern syntax".
 */
export function compileFilter(pattern: string): Filter {
  const trimmed = pattern.trim();
  const form = forms.find(({ open }) => trimmed.startsWith(open));
  if (form === undefined) return termFilter(trimmed);
  if (trimmed.length < 2 || !trimmed.endsWith(form.close)) {
    throw new FilterError(`If a filter pattern starts with '${form.open}' it must end with '${form.close}'`);
  }
  return form.compile(trimmed.slice(1, -1));
}
