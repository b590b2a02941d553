import { onTestFinished, expect, test } from 'vitest';
import type { RegionEvent } from '../../../../src/protocol/runner.ts';
import { commit } from '../../../../src/runner/store/documentTable.ts';
import { tellSigningChanges } from '../../../../src/runner/signing/tellSigningChanges.ts';
import { openRegion } from '../resources/testRegion.ts';

async function told() {
  const region = await openRegion();
  onTestFinished(() => region.stop());
  const events: RegionEvent[] = [];
  const telling = tellSigningChanges({ tables: region.tables, events: { emit: (event) => void events.push(event) }, clock: { now: () => 7 } });
  return { ...region, events, telling };
}

const attached = { codeSigningConfigArn: 'arn:aws:lambda:us-east-1:000000000000:code-signing-config:csc-0123456789abcdefg' };

test('what changes together is told once, and each change by itself', async () => {
  const { store, tables, events } = await told();
  const { functionCodeSigning } = tables;
  await commit(store, [functionCodeSigning.putting('one', attached), functionCodeSigning.putting('two', attached)]);
  expect(events).toEqual([{ type: 'codeSigningChanged', at: 7 }]);
  await commit(store, [functionCodeSigning.deleting('one')]);
  expect(events).toHaveLength(2);
});

test('nothing is told of others, and nothing any more at the end', async () => {
  const { store, tables, events, telling } = await told();
  await commit(store, [tables.tags.putting('arn', { tags: { a: 'b' } })]);
  telling.dispose();
  await commit(store, [tables.functionCodeSigning.putting('one', attached)]);
  expect(events).toEqual([]);
});
