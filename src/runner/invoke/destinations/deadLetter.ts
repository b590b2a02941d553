import type { EventOutcome } from '../../store/asyncEventDocuments.ts';
import type { MessageAttributes } from './destination.ts';

/**
 * What a dead-letter queue gets besides the event.
 * Source: AWS Lambda Developer Guide, "Capturing records of Lambda asynchronous invocations", dead-letter queue message attributes.
 */
export function deadLetterAttributes(requestId: string, outcome: EventOutcome, response: string | undefined): MessageAttributes {
  const message = sendable(outcome.errorMessage ?? errorMessageIn(response));
  return {
    RequestID: { DataType: 'String', StringValue: requestId },
    ...(outcome.statusCode !== undefined && { ErrorCode: { DataType: 'Number', StringValue: String(outcome.statusCode) } }),
    // SQS and SNS refuse an empty value.
    ...(message !== '' && { ErrorMessage: { DataType: 'String', StringValue: message } }),
  };
}

/** The first 1 KB of the error's message is sent. */
const messageBytes = 1024;

/** What XML cannot hold, SQS and SNS refuse. */
const unsendable = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu;

function sendable(message: string): string {
  const bytes = new TextEncoder().encode(message.replace(unsendable, '\uFFFD'));
  // A character that is cut through is left out.
  return new TextDecoder().decode(bytes.subarray(0, messageBytes), { stream: bytes.length > messageBytes });
}

function errorMessageIn(response: string | undefined): string {
  try {
    const value: unknown = JSON.parse(response ?? '');
    return typeof value === 'object' && value !== null && 'errorMessage' in value ? String(value.errorMessage) : '';
  } catch {
    return '';
  }
}
