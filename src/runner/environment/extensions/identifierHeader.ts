import type { IncomingMessage } from 'node:http';
import { headerOf, type Refusal } from './apiAnswers.ts';

const uuidPattern = /^(?:urn:uuid:)?\{?([0-9a-f]{8})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{12})\}?$/i;

/** The identifier that a request carries, as it was given out, or why it carries none. */
export function identifierOf(request: IncomingMessage): string | Refusal {
  const value = headerOf(request, 'lambda-extension-identifier');
  if (value === undefined) {
    return { errorType: 'Extension.MissingExtensionIdentifier', errorMessage: 'Missing Lambda-Extension-Identifier header' };
  }
  const match = uuidPattern.exec(value);
  if (match === null) {
    return { errorType: 'Extension.InvalidExtensionIdentifier', errorMessage: 'Invalid Lambda-Extension-Identifier' };
  }
  return match.slice(1).join('-').toLowerCase();
}
