import { expect, it } from 'vitest';
import { isTemplatePath } from '../../../../src/extension/localRegion/templatePaths.ts';

it.each([
  { path: '/shop/template.yaml', expected: true },
  { path: '/shop/services/orders/template.json', expected: true },
  { path: '/shop/cdk.out/ShopStack.template.json', expected: true },
  { path: '/shop/cdk.out/asset.0123/template.yaml', expected: false },
  { path: '/shop/cdk.out/asset.0123/x.template.json', expected: false },
  { path: '/shop/node_modules/pack/template.yaml', expected: false },
  { path: '/shop/.aws-sam/build/template.yaml', expected: false },
  { path: '/shop/.template.config/template.json', expected: false },
  { path: '/shop/my-cdk.outlook/template.yaml', expected: true },
])('$path: $expected', ({ path, expected }) => {
  expect(isTemplatePath(path)).toBe(expected);
});
