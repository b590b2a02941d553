import type { FunctionVersion } from '../resources/functionVersion.ts';

/** A folder as processes of an environment see it, and as we do. */
export interface Place {
  readonly inside: string;
  readonly host: string;
}

/** Where the files are that a runtime needs. */
export interface RuntimePlaces {
  /** The function's code. */
  readonly task: Place;
  /** All layers, merged. */
  readonly opt: Place;
  /** The runtimes' own files: holds `nodejs/`, `python/` … */
  readonly assets: Place;
  /** For compiled modules; absent: none are kept. */
  readonly cache?: Place;
}

/** How a version's runtime starts; paths as processes of the environment see them. */
export interface LaunchPlan {
  readonly command: string;
  readonly args: readonly string[];
  /** The runtime's own variables, with search paths for layers: NODE_PATH, PYTHONPATH, PATH, LD_LIBRARY_PATH, AWS_EXECUTION_ENV … */
  readonly variables: Readonly<Record<string, string>>;
  /** Folders of the machine, by absolute path, that hold the toolchain: what is kept apart must still see them there. */
  readonly toolchain: readonly string[];
}

export interface Runtimes {
  /**
   * Throws CodedError: `RUNTIME_NOT_FOUND` (its message names what was looked for and where, and the setting that mends it),
   * `RUNTIME_UNSUPPORTED`, `BOOTSTRAP_MISSING`.
   */
  plan(version: FunctionVersion, places: RuntimePlaces): Promise<LaunchPlan>;
}
