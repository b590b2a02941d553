import type { Tracing } from '../../../lambda/logs/platformRecord.ts';
import type { EnvironmentApi } from '../environmentApi.ts';

export type ShutdownReason = 'spindown' | 'timeout' | 'failure';

/** Why an extension could not be started at all, in the words of its `platform.extension` record. */
export type LaunchFailure = 'PermissionDenied' | 'TooManyExtensions' | 'UnknownError';

/** Why extensions make an environment fail; `errorType` is Lambda's: `Extension.InitError`, `.ExitError`, `.Crash`, `.LaunchError`. */
export interface ExtensionFailure {
  readonly name: string;
  readonly errorType: string;
  /** Follows `RequestId: … Error: ` in what the caller of the function gets, such as `exit status 1`. */
  readonly message: string;
}

export interface InvokeEvent {
  readonly requestId: string;
  readonly invokedFunctionArn: string;
  /** Milliseconds since the epoch. */
  readonly deadlineMs: number;
  readonly tracing?: Tracing;
}

/**
 * The extensions of one environment from the start of its processes to their end, and the API that they speak
 * (`/2020-01-01/extension/`): who registered for what, who is at work, who failed.
 */
export interface Extensions extends EnvironmentApi {
  /** Each external extension has registered. At once where there are none. */
  readonly registered: Promise<void>;
  /** The first failure: a process that ended, or could not be started. Never settles where none fails. */
  readonly failed: Promise<ExtensionFailure>;
  readonly hasExternal: boolean;
  readonly hasInternal: boolean;
  /** The runtime is ready: nobody registers from now on. */
  closeRegistration(): void;
  /** Each that registered has asked for its first event. */
  ready(): Promise<void>;
  /** Hands INVOKE to those that want it; resolves when each of them has asked for its next event. */
  invoke(event: InvokeEvent): Promise<void>;
  /** Whether an external extension registered for SHUTDOWN; Lambda ends the others' processes at once. */
  awaitsShutdown(name: string): boolean;
  /**
   * Hands SHUTDOWN to those that want it; `deadlineMs` in milliseconds since the epoch. Whether their processes end in time is the
   * caller's to watch.
   */
  shutdown(reason: ShutdownReason, deadlineMs: number): void;
  /**
   * An external extension's process ended: `cause` as Lambda words it, `exit code 0`, `exit status 1`, `signal: killed`. A failure but
   * after `shutdown` or `dispose`; of the type that an extension told first, or a crash.
   */
  exited(name: string, cause: string): void;
  /** An external extension's process could not be started: a failure. */
  launchFailed(name: string, reason: LaunchFailure, message: string): void;
  /** The extension that an identifier was given to, for the Telemetry API. */
  nameOf(identifier: string): string | undefined;
  /** Ends the requests that wait; what ends from now on has not failed. What was promised and has not come to be stays open. */
  dispose(): void;
}
