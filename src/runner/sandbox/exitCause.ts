import { assertNever } from '../../common/assertNever.ts';

/** How a process ended, as a tagged cause. */
export type ExitCause =
  | { readonly type: 'exited'; readonly status: number }
  | { readonly type: 'signaled'; readonly signal: string }
  | { readonly type: 'notStarted'; readonly message: string };

const signalNames: Readonly<Record<string, string>> = {
  SIGKILL: 'killed',
  SIGTERM: 'terminated',
  SIGSEGV: 'segmentation fault',
  SIGABRT: 'aborted',
  SIGBUS: 'bus error',
  SIGFPE: 'floating point exception',
  SIGILL: 'illegal instruction',
  SIGINT: 'interrupt',
};

/** The text behind `RequestId: ID Error: ` of Lambda's Runtime.ExitError. */
export function exitText(cause: ExitCause): string {
  switch (cause.type) {
    case 'exited':
      return cause.status === 0
        ? 'Runtime exited without providing a reason'
        : `Runtime exited with error: exit status ${cause.status}`;
    case 'signaled':
      return `Runtime exited with error: signal: ${signalNames[cause.signal] ?? cause.signal}`;
    case 'notStarted':
      return `Runtime could not be started: ${cause.message}`;
    default:
      return assertNever(cause);
  }
}
