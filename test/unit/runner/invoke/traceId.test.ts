import { expect, test } from 'vitest';
import { traceIdOf } from '../../../../src/runner/invoke/traceId.ts';

const hex = (): string => '0123456789abcdef0123456789abcdef';
const root = '1-5759e988-bd862e3fe1be46a994272793';

test.each([
  ['none', undefined, false, 'Root=1-01234567-89abcdef0123456789abcdef;Parent=89abcdef01234567;Sampled=0'],
  ['none, traced actively', undefined, true, 'Root=1-01234567-89abcdef0123456789abcdef;Parent=89abcdef01234567;Sampled=1'],
  ['a whole one', `Root=${root};Parent=53995c3f42cd8ad8;Sampled=1`, false, `Root=${root};Parent=53995c3f42cd8ad8;Sampled=1`],
  ['a decision against it', `Root=${root};Sampled=0`, true, `Root=${root};Parent=89abcdef01234567;Sampled=0`],
  ['no decision', `root=${root}; Sampled=?`, true, `Root=${root};Parent=89abcdef01234567;Sampled=1`],
  ['nonsense', 'x', false, 'Root=1-01234567-89abcdef0123456789abcdef;Parent=89abcdef01234567;Sampled=0'],
])('%s', (_what, given, active, expected) => {
  expect(traceIdOf(given, active, hex)).toBe(expected);
});
