import { meanOf } from '../../traffic/distribution.ts';
import type { FunctionScenario, Scenario } from '../scenario.ts';
import { eventsAtLimit, isPolled } from './counted/eventsAtLimit.ts';

/** How environments that end after less come and go, flows tell badly. */
const shortIdleSeconds = 120;
/** Averages of minutes of work that takes longer hang together, from one to the next. */
const longWorkMs = 20_000;

/**
 * Whether flows tell a scenario by more than 2 % otherwise than the exact mode: queues and streams, events that reach a limit, environments
 * that end soon, and target tracking of long work.
 */
export function isToldBadly(scenario: Scenario): boolean {
  return scenario.functions.some((fn) => isPolled(fn) || endsSoon(fn) || isTrackedLong(fn)) || eventsAtLimit(scenario).isReached;
}

/** Whether environments end after a short time without work. */
export function endsSoon({ idleSeconds = shortIdleSeconds }: FunctionScenario): boolean {
  return idleSeconds < shortIdleSeconds;
}

function isTrackedLong({ provisioned, duration, timeoutSeconds }: FunctionScenario): boolean {
  return provisioned?.type === 'autoScaling' && provisioned.targetUtilization !== undefined && Math.min(meanOf(duration), timeoutSeconds * 1000) > longWorkMs;
}
