import { expect, it } from 'vitest';
import { aliasRouting } from '../../../../src/extension/trees/functions/aliasRouting.ts';

it.each([
  { alias: { FunctionVersion: '3' }, expected: '→ 3' },
  { alias: { FunctionVersion: '$LATEST' }, expected: '→ $LATEST' },
  { alias: { FunctionVersion: '3', RoutingConfig: { AdditionalVersionWeights: {} } }, expected: '→ 3' },
  { alias: { FunctionVersion: '3', RoutingConfig: { AdditionalVersionWeights: { 4: 0.1 } } }, expected: '→ 3 (90%) · 4 (10%)' },
  { alias: { FunctionVersion: '3', RoutingConfig: { AdditionalVersionWeights: { 4: 0.005 } } }, expected: '→ 3 (99.5%) · 4 (0.5%)' },
])('$expected', ({ alias, expected }) => expect(aliasRouting(alias)).toBe(expected));
