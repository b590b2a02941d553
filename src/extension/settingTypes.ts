/** Of which type a setting's value is: users write into settings what they like. */
import type { IsolationKind, RuntimeSettings } from '../protocol/runner.ts';

export const isString = (value: unknown): value is string => typeof value === 'string';
export const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);
export const isStrings = (value: unknown): value is readonly string[] => Array.isArray(value) && value.every(isString);
export const isStringMap = mapOf(isString);

const isolations: Readonly<Record<IsolationKind, true>> = { process: true, sandbox: true, container: true };
export const isIsolation = (value: unknown): value is IsolationKind => isString(value) && Object.hasOwn(isolations, value);
export const isIsolationMap = mapOf(isIsolation);

/** Files by the name of a function, or `*`. */
export const isFileMap = (value: unknown): value is Record<string, string> =>
  isStringMap(value) && Object.keys(value).every((name) => /^(?:[\w-]{1,64}|\*)$/.test(name));

export const isRuntimes: (value: unknown) => value is RuntimeSettings = mapOf(isRuntime);

function isRuntime(value: unknown): value is RuntimeSettings[string] {
  if (isString(value)) return true;
  if (!isObject(value) || !isString(value['command'])) return false;
  const { command: _, args = [], variables = {}, ...others } = value;
  return isStrings(args) && isStringMap(variables) && Object.keys(others).length === 0;
}

function mapOf<T>(is: (value: unknown) => value is T): (value: unknown) => value is Record<string, T> {
  return (value): value is Record<string, T> => isObject(value) && Object.values(value).every((item) => is(item));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
