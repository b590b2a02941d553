import type { AliasConfiguration } from '@aws-sdk/client-lambda';

/** Where an alias sends its traffic: `→ 3`, or `→ 3 (90%) · 4 (10%)`. */
export function aliasRouting(alias: Pick<AliasConfiguration, 'FunctionVersion' | 'RoutingConfig'>): string {
  const others = Object.entries(alias.RoutingConfig?.AdditionalVersionWeights ?? {});
  const main = alias.FunctionVersion ?? '';
  if (others.length === 0) return `→ ${main}`;
  const rest = 1 - others.reduce((sum, [, weight]) => sum + weight, 0);
  return `→ ${[[main, rest] as const, ...others].map(([version, weight]) => `${version} (${percent(weight)})`).join(' · ')}`;
}

/** Without the noise of binary fractions: 1 - 0.1 is 90%, 0.005 is 0.5%. */
function percent(weight: number): string {
  return `${Number((weight * 100).toFixed(2))}%`;
}
