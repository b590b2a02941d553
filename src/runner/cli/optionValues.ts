/** What options' texts mean. All throw CodedError `USAGE` where a text means nothing. */
import { IsolationKind } from '../../protocol/runner.ts';
import { usageError } from './usageError.ts';

export function wholeNumber(option: string, text: string, minimum: number, maximum: number): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < minimum || value > maximum) {
    throw usageError(`${option} wants a whole number from ${minimum} to ${maximum}, not "${text}".`);
  }
  return value;
}

export function decimal(option: string, text: string, minimum: number, maximum: number): number {
  const value = Number(text);
  if (!/^\d+(?:\.\d+)?$/.test(text) || value < minimum || value > maximum) {
    throw usageError(`${option} wants a number from ${minimum} to ${maximum}, not "${text}".`);
  }
  return value;
}

export function optionalUrl(option: string, text: string | undefined): string | undefined {
  if (text !== undefined && !/^https?:$/.test(URL.parse(text)?.protocol ?? '')) {
    throw usageError(`${option} wants a URL, such as http://127.0.0.1:4566, not "${text}".`);
  }
  return text;
}

export function matching(option: string, text: string, pattern: RegExp, example: string): string {
  if (!pattern.test(text)) throw usageError(`${option} wants ${example}, not "${text}".`);
  return text;
}

/** `NAME=VALUE`, with an `=` in the value or not. */
export function pair(option: string, text: string, example: string): [string, string] {
  const equals = text.indexOf('=');
  if (equals < 1) throw usageError(`${option} wants ${example}, not "${text}".`);
  return [text.slice(0, equals), text.slice(equals + 1)];
}

export function isolationKind(option: string, text: string): IsolationKind {
  const kind = IsolationKind.options.find((known) => known === text);
  if (kind === undefined) throw usageError(`${option} wants one of ${IsolationKind.options.join(', ')}, not "${text}".`);
  return kind;
}

export function isolationPair(option: string, text: string): [string, IsolationKind] {
  const [name, kind] = pair(option, text, 'NAME=KIND, such as orders=container');
  return [name, isolationKind(option, kind)];
}

/** `[NAME=]FILE`: without the name of a function, of all. */
export function environmentFile(text: string): [string, string] {
  const [, name = '*', file = ''] = /^(?:([\w-]{1,64}|\*)=)?(.*)$/s.exec(text) ?? [];
  if (file === '') throw usageError(`--environment-file wants FILE or NAME=FILE, not "${text}".`);
  return [name, file];
}

export function optionalName(option: string, text: string | undefined): string | undefined {
  return text === undefined ? undefined : matching(option, text, /./, 'a name');
}
