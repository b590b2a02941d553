import { expect, it } from 'vitest';
import { exportBytes, exportName } from '../../../../src/extension/scaling/exportContent.ts';

it.each([
  ['scaling-orders', 'scaling-orders.csv'],
  ['AWS prod · eu-central-1: orders/live', 'AWS-prod-eu-central-1-orders-live.csv'],
  ['../../etc/passwd', 'etc-passwd.csv'],
  ['C:\\x', 'C-x.csv'],
  ['größe', 'größe.csv'],
  ['', 'scaling.csv'],
  ['...', 'scaling.csv'],
  ['x'.repeat(300), `${'x'.repeat(100)}.csv`],
])('%j is saved as %j', (name, expected) => {
  expect(exportName({ format: 'csv', name, content: '' })).toBe(expected);
});

it('a table is text', () => {
  expect(Buffer.from(exportBytes({ format: 'csv', name: 'x', content: 'größe,1\n' }) ?? []).toString('utf8')).toBe('größe,1\n');
});

const png = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

it('a picture is its bytes, and nothing else is one', () => {
  expect(Buffer.from(exportBytes({ format: 'png', name: 'x', content: png }) ?? []).toString('base64')).toBe(png);
  expect(exportBytes({ format: 'png', name: 'x', content: `data:image/png;base64,${png}` })).toBeUndefined();
  expect(exportBytes({ format: 'png', name: 'x', content: '' })).toBeUndefined();
});
