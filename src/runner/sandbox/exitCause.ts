import { assertNever } from '../../common/assertNever.ts';

/** How a process ended, as a tagged cause. */
export type ExitCause =
  | { readonly type: 'exited'; readonly status: number }
  | { readonly type: 'signaled'; readonly signal: string }
  /** Its processes held more memory than the function has. */
  | { readonly type: 'outOfMemory' }
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

/** How Lambda words the end of an extension's process. */
export function endText(cause: ExitCause): string {
  switch (cause.type) {
    case 'exited':
      return cause.status === 0 ? 'exit code 0' : `exit status ${cause.status}`;
    case 'signaled':
      return `signal: ${signalNames[cause.signal] ?? cause.signal}`;
    case 'outOfMemory':
      return 'signal: killed';
    case 'notStarted':
      return cause.message;
    default:
      return assertNever(cause);
  }
}

/** The text behind `RequestId: ID Error: ` of Lambda's Runtime.ExitError. */
export function exitText(cause: ExitCause): string {
  if (cause.type === 'notStarted') return `Runtime could not be started: ${cause.message}`;
  if (cause.type === 'exited' && cause.status === 0) return 'Runtime exited without providing a reason';
  return `Runtime exited with error: ${endText(cause)}`;
}
