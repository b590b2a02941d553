import type { FunctionVersion } from '../resources/functionVersion.ts';
import type { SandboxProcess } from './sandboxProcess.ts';

/** How environments are kept apart from the machine. */
export type IsolationKind = 'process' | 'sandbox' | 'container';

export interface HousedStart {
  /** All that Lambda and the function set, AWS_LAMBDA_RUNTIME_API among them; the housing adds its own (`Housing.variables`). */
  readonly environment: Readonly<Record<string, string>>;
  readonly onOutput: (text: string) => void;
  /**
   * For the runtime only: asks for a pipe for framed logs and hears its bytes, in any pieces. A housing that has no way for one (a
   * container) starts without, and the runtime logs to its standard output as it does where it has none.
   */
  readonly onFrames?: (bytes: Buffer) => void;
}

/**
 * Where the processes of one environment live, from its first start until it is retired: the function's code, /opt, /tmp, file systems.
 * It outlives its processes: /tmp stays when a runtime is started anew.
 */
export interface Housing {
  /** The function's code as the processes see it: LAMBDA_TASK_ROOT. */
  readonly taskRoot: string;
  /** Names of the external extensions: executable files in /opt/extensions, in order. */
  readonly extensions: readonly string[];
  /** The value of AWS_LAMBDA_RUNTIME_API for a port of this machine's loopback, as the processes reach it. */
  apiAddress(port: number): string;
  startRuntime(start: HousedStart): Promise<SandboxProcess>;
  startExtension(name: string, start: HousedStart): Promise<SandboxProcess>;
  /** Bytes in /tmp, where the system does not hold it to its size by itself; else undefined. */
  temporaryBytes(): Promise<number | undefined>;
  /** Resident bytes of all its processes, where it knows better than their pids tell; else undefined. */
  residentBytes(): Promise<number | undefined>;
  /** Removes all of it; its processes have ended. Never throws. */
  close(): Promise<void>;
}

export interface HousingOptions {
  readonly environmentId: string;
}

/** Makes housings of the kind that is chosen for a function. */
export interface Isolation {
  /**
   * Throws CodedError, which fails the start: `RUNTIME_NOT_FOUND`, `RUNTIME_UNSUPPORTED`, `BOOTSTRAP_MISSING`, `ISOLATION_UNAVAILABLE`
   * (with what is missing and what to do; never another kind instead), `LAYER_UNAVAILABLE`, `DISK_FULL`.
   */
  open(version: FunctionVersion, options: HousingOptions): Promise<Housing>;
}
