import { expect, it } from 'vitest';
import { readPageState } from '../../../../webviews/codeSigning/pageState.ts';

it.each([
  [undefined, {}], ['x', {}], [{ subject: 4, filter: [], count: 'none', sort: { column: 'size', descending: true } }, {}],
  [{ subject: 's', filter: 'f', count: 'blocked', sort: { column: 'expires', descending: true } }, { subject: 's', filter: 'f', count: 'blocked', sort: { column: 'expires', descending: true } }],
])('reads %j', (saved, state) => expect(readPageState(saved)).toEqual(state));
