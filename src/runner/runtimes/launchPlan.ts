import type { FunctionVersion } from '../resources/functionVersion.ts';

/** How a version's runtime starts. */
export interface LaunchPlan {
  readonly command: string;
  readonly args: readonly string[];
  /** The runtime's own variables, with search paths for layers: NODE_PATH, PYTHONPATH, PATH, LD_LIBRARY_PATH, AWS_EXECUTION_ENV … */
  readonly variables: Readonly<Record<string, string>>;
}

export interface Runtimes {
  /**
   * Throws CodedError: `RUNTIME_NOT_FOUND` (its message names what was looked for and where, and the setting that mends it),
   * `RUNTIME_UNSUPPORTED`, `BOOTSTRAP_MISSING`.
   */
  plan(version: FunctionVersion): Promise<LaunchPlan>;
}
