import { limits } from '../limits.ts';
import { reservedVariables } from '../reservedVariables.ts';
import { quote } from './problems.ts';
import type { PropertyReader } from './propertyReader.ts';
import { utf8 } from './utf8.ts';
import type { MapValue, Value } from './value.ts';
import type { Span } from './templateNode.ts';

/** Lambda's pattern for names of environment variables. */
const keyPattern = /^[a-zA-Z][a-zA-Z0-9_]+$/;

/** Environment.Variables. No message tells a value. */
export function readEnvironment(reader: PropertyReader): Readonly<Record<string, string>> {
  const environment = reader.value('Environment');
  if (environment === undefined) return {};
  const variables = environment.kind === 'map' ? environment.entries.get('Variables')?.value : environment;
  if (variables === undefined) return {};
  if (variables.kind !== 'map') {
    const name = variables === environment ? 'Environment must be a map with Variables' : 'Environment.Variables must be a map of texts';
    reader.error('PROPERTY_TYPE', `${name}.`, variables.span);
    return {};
  }
  const read = readVariables(reader, variables);
  checkSize(reader, read, variables.span);
  return read;
}

function readVariables(reader: PropertyReader, variables: MapValue): Readonly<Record<string, string>> {
  const read: [string, string][] = [];
  for (const [name, { key, value }] of variables.entries) {
    if (reservedVariables.has(name)) reader.error('ENVIRONMENT_KEY_RESERVED', `Lambda sets ${name} itself; a function cannot.`, key);
    else if (!keyPattern.test(name)) {
      const rule = 'it takes two or more letters, digits and _, the first of them a letter';
      reader.error('ENVIRONMENT_KEY_INVALID', `${quote(name)} is no name for an environment variable: ${rule}.`, key);
    } else {
      const text = textOfVariable(reader, name, value);
      if (text !== undefined) read.push([name, text]);
    }
  }
  return Object.fromEntries(read);
}

function textOfVariable(reader: PropertyReader, name: string, value: Value): string | undefined {
  const text = value.kind === 'text' && value.type !== 'null' ? value.text : undefined;
  // No system passes a NUL character on to a process.
  if (text?.includes('\0') === false) return text;
  const rule = text === undefined ? 'must be a text, a number or true or false' : 'has a NUL character, which no process can be given';
  const message = `The environment variable ${name} ${rule}.`;
  reader.error('ENVIRONMENT_VALUE_INVALID', message, value.span);
  return undefined;
}

function checkSize(reader: PropertyReader, variables: Readonly<Record<string, string>>, span: Span): void {
  const size = utf8(JSON.stringify(variables)).length;
  if (size <= limits.environmentBytes) return;
  const message = `The environment variables take ${size} bytes as JSON; Lambda allows ${limits.environmentBytes}.`;
  reader.error('ENVIRONMENT_TOO_LARGE', message, span);
}
