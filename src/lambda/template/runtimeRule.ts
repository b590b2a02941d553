import { creatableRuntimes, parseRuntime } from '../runtimes.ts';
import { quote } from './problems.ts';
import type { PropertyReader } from './propertyReader.ts';

/**
 * Runtime: an error where Lambda knows no such runtime; a warning where it only keeps existing functions running with it, where the name
 * is of a version still to come, and where it is of no known kind, as the Local region may be told how that starts.
 */
export function readRuntime(reader: PropertyReader): string {
  const value = reader.text('Runtime');
  if (value === undefined) {
    if (reader.value('Runtime') === undefined) reader.error('PROPERTY_MISSING', 'The function has no Runtime.', reader.owner);
    return '';
  }
  const { text } = value;
  if (creatableRuntimes.includes(text)) return text;
  const newest = newestOfFamily(text);
  const hint = newest === undefined ? '' : ` The newest of its kind is ${newest}.`;
  if (isRetired(text)) {
    reader.warn('RUNTIME_NOT_CREATABLE', `Lambda no longer creates functions with ${text}.${hint}`, reader.span('Runtime'));
  } else if (isNewer(text)) {
    const message = `Lambda is not known to have a runtime ${quote(text)} yet.${hint} It runs here where its toolchain is installed.`;
    reader.warn('RUNTIME_NOT_CREATABLE', message, reader.span('Runtime'));
  } else if (newest === undefined && /^[a-z][\w.-]*$/.test(text)) {
    const message = `Lambda has no runtime ${quote(text)}. It runs here where the setting lambdaWorkbench.runtimes says how it starts.`;
    reader.warn('RUNTIME_UNSUPPORTED', message, reader.span('Runtime'));
  } else reader.error('RUNTIME_UNSUPPORTED', `Lambda has no runtime ${quote(text)}.${hint}`, reader.span('Runtime'));
  return text;
}

/** Older than the oldest of its family with which functions can be created. */
function isRetired(name: string): boolean {
  const version = versionOf(name);
  const [oldest] = versionsOfFamily(name);
  return version !== undefined && oldest !== undefined && before(version, oldest.version);
}

/** Newer than the newest of its family. */
function isNewer(name: string): boolean {
  const version = versionOf(name);
  const newest = versionsOfFamily(name).at(-1);
  return version !== undefined && newest !== undefined && before(newest.version, version);
}

function newestOfFamily(name: string): string | undefined {
  return versionsOfFamily(name).at(-1)?.name;
}

interface Versioned {
  readonly name: string;
  readonly version: readonly number[];
}

/** Oldest first; a name such as `node20` counts as of the family that it nearly names. */
function versionsOfFamily(name: string): readonly Versioned[] {
  const letters = /^[a-z]+/.exec(name)?.[0] ?? ' ';
  return creatableRuntimes
    .filter((candidate) => candidate.startsWith(letters))
    .map((candidate) => ({ name: candidate, version: versionOf(candidate) ?? [] }))
    .sort((a, b) => (before(a.version, b.version) ? -1 : 1));
}

/** `python3.11` → [3, 11]; undefined for versions that are no numbers, such as `al2023`. */
function versionOf(name: string): readonly number[] | undefined {
  const version = parseRuntime(name)?.version ?? '';
  return /^\d{1,4}(\.\d{1,4})?$/.test(version) ? version.split('.').map(Number) : undefined;
}

function before(a: readonly number[], b: readonly number[]): boolean {
  const [major = 0, minor = 0] = a;
  const [otherMajor = 0, otherMinor = 0] = b;
  return major < otherMajor || (major === otherMajor && minor < otherMinor);
}
