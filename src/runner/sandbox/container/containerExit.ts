import type { ExitCause } from '../exitCause.ts';

/** Signals as a status tells them: 128 and their number. */
const signals: Readonly<Record<number, string>> = {
  129: 'SIGHUP',
  130: 'SIGINT',
  132: 'SIGILL',
  134: 'SIGABRT',
  135: 'SIGBUS',
  136: 'SIGFPE',
  137: 'SIGKILL',
  139: 'SIGSEGV',
  143: 'SIGTERM',
};

/** Statuses of the tools' own. Source: Docker's manual, "docker container run", "Exit status". */
const ownStatuses: Readonly<Record<number, string>> = {
  125: 'the container could not be made; its log has what the tool says',
  126: 'its command cannot be executed in the container',
  127: 'its command is not in the container',
};

/** How a container ended, by how its tool's process did. */
export function containerExit(cause: ExitCause): ExitCause {
  if (cause.type !== 'exited') return cause;
  const message = ownStatuses[cause.status];
  if (message !== undefined) return { type: 'notStarted', message };
  const signal = signals[cause.status];
  return signal === undefined ? cause : { type: 'signaled', signal };
}
