import type { LogLevel, LogSettings } from './platformRecord.ts';
import { isAtLeast } from './systemLevels.ts';

/**
 * Whether a line that the handler wrote goes to its log. In text format all do. In JSON format the runtimes' own clients make JSON of
 * `console` and `logging` and leave out what is below AWS_LAMBDA_LOG_LEVEL, so that framed lines come with a level that is high enough.
 * What comes otherwise (custom runtimes, `print`) is passed as it is, but judged by the service: by the member `level` where the line
 * is a JSON object, and as INFO where that is missing, unknown, or the line is no object.
 * Source: AWS Lambda Developer Guide, "Log-level filtering".
 */
export function isApplicationLineLogged(
  line: string,
  settings: Pick<LogSettings, 'format' | 'applicationLevel'>,
  frameLevel?: LogLevel,
): boolean {
  if (settings.format === 'Text' || settings.applicationLevel === 'TRACE') return true;
  return isAtLeast(frameLevel ?? levelOfLine(line), settings.applicationLevel);
}

const names: Readonly<Record<string, LogLevel>> = { TRACE: 'TRACE', DEBUG: 'DEBUG', INFO: 'INFO', WARN: 'WARN', ERROR: 'ERROR', FATAL: 'FATAL' };

/** The level that Lambda takes a line to have. */
export function levelOfLine(line: string): LogLevel {
  // Most lines are no objects: seen without parsing.
  if (!line.startsWith('{') || !line.includes('"level"')) return 'INFO';
  const value = parsed(line);
  if (typeof value !== 'object' || value === null || !('level' in value) || typeof value.level !== 'string') return 'INFO';
  const name = value.level.toUpperCase();
  return Object.hasOwn(names, name) ? (names[name] ?? 'INFO') : 'INFO';
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
