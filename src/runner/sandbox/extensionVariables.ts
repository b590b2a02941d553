import type { LaunchPlan } from '../runtimes/launchPlan.ts';

/** What programs need at all; the rest of a plan is for the runtime alone. */
const shared: ReadonlySet<string> = new Set(['PATH', 'LD_LIBRARY_PATH', 'SystemRoot', 'ComSpec', 'PATHEXT']);

/** Of a runtime's variables those that external extensions get too. */
export function extensionVariables({ variables }: LaunchPlan): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(variables).filter(([name]) => shared.has(name)));
}
