import type { FunctionResult, SimulationResult } from '../result.ts';

/** A window of a scenario that was enumerated: the mean of exact courses, to be taken instead of flows. Seconds of the scenario. */
export interface KnownWindow {
  readonly from: number;
  readonly to: number;
  /** Of its series: a part of the scenario's, a second where that is longer. */
  readonly stepSeconds: number;
  /** The courses' first steps, which are before the window. */
  readonly settling: number;
  readonly courses: readonly SimulationResult[];
  readonly account: SimulationResult['account'];
  readonly functions: readonly FunctionResult[];
}
