import { type ThrottleRule, throttleRules } from '../rules/verdict.ts';
import { throttleReasons } from '../rules/throttleReasons.ts';

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

/** Of events that name no rule, by the place of their reason in `throttleReasons`. */
const rulesOfReasons: readonly CountedRule[] = ['reservedConcurrency', 'unreservedConcurrency', 'reservedRequests', 'unreservedRequests', 'other'];

export function countedRuleOf(reason: string, rule: string | undefined): CountedRule {
  const named: ThrottleRule | undefined = throttleRules.find((known) => known === rule);
  return named ?? rulesOfReasons[throttleReasons.findIndex((known) => known === reason)] ?? 'other';
}
