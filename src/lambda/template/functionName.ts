import { quote } from './problems.ts';
import type { Resolver } from './resolver.ts';
import type { Resource } from './resources.ts';
import { child } from './templateNode.ts';

/** What Lambda takes as the name of a function, without account and Region. */
const functionNamePattern = /^[a-zA-Z0-9-_]{1,64}$/;

export function isFunctionName(text: string): boolean {
  return functionNamePattern.test(text);
}

/** A function's name: FunctionName, else (or where that cannot be told or is none) the logical id. */
export function functionName(resolver: Resolver, resource: Resource): string {
  const written = child(resource.properties, 'FunctionName');
  const value = written && resolver.deeper(written.span, () => resolver.evaluate(written));
  return value?.kind === 'text' && value.standIn === undefined && isFunctionName(value.text) ? value.text : resource.logicalId;
}

/** Reports what is wrong with FunctionName. */
export function checkFunctionName(resolver: Resolver, resource: Resource): void {
  const written = child(resource.properties, 'FunctionName');
  const value = written && resolver.evaluate(written);
  if (written === undefined || value === undefined) return;
  const instead = `The function is served as ${resource.logicalId}.`;
  if (value.kind !== 'text') {
    resolver.problems.report('PROPERTY_TYPE', 'error', `FunctionName must be a text. ${instead}`, written.span);
  } else if (value.standIn !== undefined) {
    resolver.problems.report('VALUE_UNRESOLVED', 'warning', `FunctionName depends on ${value.standIn.what}. ${instead}`, written.span);
  } else if (!isFunctionName(value.text)) {
    resolver.problems.report(
      'FUNCTION_NAME_INVALID',
      'error',
      `${quote(value.text)} is no name for a function: it takes 1 to 64 letters, digits, - and _. ${instead}`,
      written.span,
    );
  }
}
