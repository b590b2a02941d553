import type { Refusal } from './apiAnswers.ts';

export type ExtensionEvent = 'INVOKE' | 'SHUTDOWN';

const events: ReadonlySet<string> = new Set<ExtensionEvent>(['INVOKE', 'SHUTDOWN']);

/** The events that the body of a registration names, each once; or why it is not one. */
export function parseRegistration(body: string): readonly string[] | Refusal {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    const [first] = body.trim();
    if (first === undefined) return invalidFormat('unexpected end of JSON input');
    return invalidFormat(`invalid character '${first}' looking for beginning of value`);
  }
  // Lambda takes a null for nothing said.
  const request = value ?? {};
  if (!isRecord(request)) return invalidFormat(`json: cannot unmarshal ${kindOf(value)} into a registration`);
  const { events: named, configurationKeys: keys } = request;
  if (!isTexts(named)) return invalidFormat(`json: cannot unmarshal ${kindOf(named)} into field events of type []string`);
  if (!isTexts(keys)) return invalidFormat(`json: cannot unmarshal ${kindOf(keys)} into field configurationKeys of type []string`);
  if (keys !== undefined && keys !== null && keys.length > 0) {
    return invalidFormat('configurationKeys are deprecated; use environment variables instead');
  }
  return [...new Set(named ?? [])];
}

/** The events as an extension may have them, or which it may not. */
export function allowedEvents(names: readonly string[], external: boolean): readonly ExtensionEvent[] | Refusal {
  for (const name of names) {
    if (!isEvent(name)) return { errorType: 'Extension.InvalidEventType', errorMessage: `${name}: ErrorInvalidEventType` };
    if (name === 'SHUTDOWN' && !external) {
      return { errorType: 'Extension.InvalidEventType', errorMessage: `${name}: ShutdownEventNotSupportedForInternalExtension` };
    }
  }
  return names.filter(isEvent);
}

function isEvent(name: string): name is ExtensionEvent {
  return events.has(name);
}

function isRecord(value: unknown): value is Readonly<Record<'events' | 'configurationKeys', unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isTexts(value: unknown): value is readonly string[] | null | undefined {
  return value === undefined || value === null || (Array.isArray(value) && value.every((item) => typeof item === 'string'));
}

function kindOf(value: unknown): string {
  return Array.isArray(value) ? 'array' : typeof value;
}

function invalidFormat(errorMessage: string): Refusal {
  return { errorType: 'InvalidRequestFormat', errorMessage };
}
