import { throttleRules } from '../rules/verdict.ts';

/** Whether an invocation was one too many at once, or came or started too fast. */
export type ThrottleKind = 'limit' | 'rate';

/** How throttles are counted: by rule; what no rule of scaling explains, such as the caller's own rate, together. */
export const countedRules = [...throttleRules, 'other'] as const;
export type CountedRule = (typeof countedRules)[number];

export const throttleKinds: Readonly<Record<CountedRule, ThrottleKind>> = {
  reservedConcurrency: 'limit',
  unreservedConcurrency: 'limit',
  scalingRate: 'rate',
  reservedRequests: 'rate',
  unreservedRequests: 'rate',
  other: 'rate',
};

/** Of an event's rule; a newer region may have others. */
export function countedRuleOf(rule: string): CountedRule {
  return throttleRules.find((known) => known === rule) ?? 'other';
}
