import { describe, expect, test } from 'vitest';

import { deadLetterAttributes } from '../../../../../src/runner/invoke/destinations/deadLetter.ts';
import { invocationRecord } from '../../../../../src/runner/invoke/destinations/invocationRecord.ts';
import type { EventOutcome } from '../../../../../src/runner/store/asyncEventDocuments.ts';

const failed: EventOutcome = { condition: 'RetriesExhausted', at: 0, attempts: 3, statusCode: 200, executedVersion: '1', functionError: 'Unhandled', deliveries: [] };
const { statusCode: _status, executedVersion: _version, functionError: _error, ...unanswered } = failed;

describe("a dead-letter queue's ErrorMessage", () => {
  test.each<[string, string, string | undefined]>([
    ['is that of the response', '{"errorMessage":"no luck"}', 'no luck'],
    ['is its first 1 KB', JSON.stringify({ errorMessage: 'x'.repeat(2000) }), 'x'.repeat(1024)],
    ['is not cut through a character', JSON.stringify({ errorMessage: `x${'é'.repeat(600)}` }), `x${'é'.repeat(511)}`],
    ['has nothing that cannot be sent', JSON.stringify({ errorMessage: 'a\u0000b\u001bc\n' }), 'a\uFFFDb\uFFFDc\n'],
    ['is left out where there is none', '"just a text"', undefined],
    ['is left out where the response is no JSON', 'oops', undefined],
  ])('%s', (_title, response, expected) => {
    expect(deadLetterAttributes('r', failed, response)['ErrorMessage']?.StringValue).toBe(expected);
  });

  test('is the reason where nothing answered, which has no code', () => {
    const attributes = deadLetterAttributes('r', { ...unanswered, condition: 'ZeroReservedConcurrency', errorMessage: 'not invoked' }, undefined);
    expect(attributes).toEqual({
      RequestID: { DataType: 'String', StringValue: 'r' },
      ErrorMessage: { DataType: 'String', StringValue: 'not invoked' },
    });
  });
});

describe('a record', () => {
  const parts = { requestId: 'r', functionArn: 'a', outcome: failed, payload: '{}' };

  test('holds a response that is no JSON as a text', () => {
    expect(JSON.parse(invocationRecord({ ...parts, response: 'say "hi"' }))).toMatchObject({ responsePayload: 'say "hi"' });
  });

  test('has its members in the order of AWS', () => {
    expect(invocationRecord({ ...parts, response: '1' })).toBe(
      '{"version":"1.0","timestamp":"1970-01-01T00:00:00.000Z",' +
        '"requestContext":{"requestId":"r","functionArn":"a","condition":"RetriesExhausted","approximateInvokeCount":3},"requestPayload":{},' +
        '"responseContext":{"statusCode":200,"executedVersion":"1","functionError":"Unhandled"},"responsePayload":1}',
    );
  });
});
