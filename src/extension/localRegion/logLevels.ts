import type { Logger } from '../../common/logger.ts';

const prefixes = [
  { prefix: 'error: ', level: 'error' },
  { prefix: 'warning: ', level: 'warn' },
] as const;

/** Writes a line of the process's log with the level that it begins with. */
export function logAtItsLevel(logger: Logger, line: string): void {
  for (const { prefix, level } of prefixes) {
    if (line.startsWith(prefix)) return logger[level](line.slice(prefix.length));
  }
  logger.info(line);
}
