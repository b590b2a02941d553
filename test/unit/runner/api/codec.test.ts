import { crc32 } from 'node:zlib';

import { describe, expect, it } from 'vitest';

import { LambdaError } from '../../../../src/lambda/lambdaError.ts';
import { frameEncoder } from '../../../../src/runner/api/eventStream.ts';
import { type Operation, readOperations } from '../../../../src/runner/api/operationTable.ts';
import type { OperationName } from '../../../../src/runner/api/operations.ts';
import { compileDecoder } from '../../../../src/runner/api/requestDecoder.ts';
import { refusal } from '../../../../src/runner/api/requestGuard.ts';
import { bodyLimit, lambdaRequestLimits } from '../../../../src/runner/api/requestLimits.ts';
import { splitTarget } from '../../../../src/runner/api/requestTarget.ts';
import { compileEncoder } from '../../../../src/runner/api/responseEncoder.ts';

function operation(name: OperationName): Operation {
  const found = readOperations().find((candidate) => candidate.name === name);
  if (found === undefined) throw new Error(name);
  return found;
}

describe('inputs', () => {
  function decode(name: OperationName, query: string, headers: Record<string, string>, body = ''): unknown {
    const decoder = compileDecoder(operation(name));
    const input = decoder.head({ FunctionName: 'f', Resource: 'r' }, splitTarget(`/?${query}`).query, headers);
    decoder.body(input, Buffer.from(body));
    return input;
  }

  it.each<[OperationName, string, Record<string, string>, string, unknown]>([
    ['ListFunctions', 'MaxItems=10&Marker=m&Odd=1', {}, '', { MaxItems: 10, Marker: 'm' }],
    ['ListFunctions', 'MaxItems=2.7', {}, '', { MaxItems: 2 }],
    ['ListFunctions', 'Marker=a&Marker=b', {}, '', { Marker: 'a' }],
    ['UntagResource', 'tagKeys=a&tagKeys=b%20c', {}, '', { Resource: 'r', TagKeys: ['a', 'b c'] }],
    [
      'ListDurableExecutionsByFunction',
      'ReverseOrder=true&StartedAfter=2026-01-02T03:04:05.678Z&Statuses=RUNNING',
      {},
      '',
      { FunctionName: 'f', ReverseOrder: true, StartedAfter: new Date('2026-01-02T03:04:05.678Z'), Statuses: ['RUNNING'] },
    ],
    ['Invoke', 'Qualifier=live', { 'x-amz-log-type': 'Tail', other: '1' }, '', { FunctionName: 'f', Qualifier: 'live', LogType: 'Tail' }],
    ['Invoke', '', {}, '{"a":1}', { FunctionName: 'f', Payload: Buffer.from('{"a":1}') }],
    ['PublishVersion', '', {}, '{"Description":"d","FunctionName":"other"}', { FunctionName: 'f', Description: 'd' }],
    ['GetFunction', '', {}, 'whatever', { FunctionName: 'f' }],
  ])('%s ?%s %j %s', (name, query, headers, body, expected) => {
    expect(decode(name, query, headers, body)).toEqual(expected);
  });

  it('read timestamps to the millisecond', () => {
    expect(decode('CreateEventSourceMapping', '', {}, '{"StartingPositionTimestamp":1700000000.123}')).toEqual({
      StartingPositionTimestamp: new Date(1_700_000_000_123),
    });
  });

  it('give nothing of a body away that is no JSON', () => {
    const decoding = () => decode('CreateFunction', '', {}, '{"Environment":{"Variables":{"A":hunter2}}}');
    expect(decoding).toThrow(LambdaError);
    expect(decoding).not.toThrow(/hunter2/);
  });
});

describe('outputs', () => {
  it.each<[OperationName, unknown, object]>([
    ['GetFunctionConfiguration', { FunctionName: 'f', Timeout: undefined, Handler: null, Odd: 1 }, { status: 200, body: '{"FunctionName":"f"}' }],
    ['GetFunctionConfiguration', { LastModified: '2026-01-02T03:04:05.678+0000' }, { body: '{"LastModified":"2026-01-02T03:04:05.678+0000"}' }],
    ['GetFunctionEventInvokeConfig', { LastModified: new Date(1500) }, { body: '{"LastModified":1.5}' }],
    ['ListTags', { Tags: { a: 'b', c: undefined } }, { body: '{"Tags":{"a":"b"}}' }],
    ['ListTags', undefined, { status: 200, body: '{}', headers: { 'content-type': 'application/json' } }],
    ['DeleteAlias', {}, { status: 204, body: undefined, headers: {} }],
    ['DeleteFunction', {}, { status: 200, body: undefined }],
    ['DeleteFunction', { StatusCode: 204 }, { status: 204, body: undefined }],
    ['Invoke', { StatusCode: 204 }, { status: 204, body: undefined, headers: {} }],
    ['Invoke', { StatusCode: 202 }, { status: 202, body: new Uint8Array() }],
    ['SendDurableExecutionCallbackSuccess', {}, { status: 200, body: '{}' }],
  ])('%s %j', (name, output, expected) => {
    expect(compileEncoder(operation(name))(output)).toMatchObject(expected);
  });

  it('hand a payload on as it is', () => {
    const Payload = Buffer.from('"x"');
    const encoded = compileEncoder(operation('Invoke'))({ StatusCode: 200, Payload, ExecutedVersion: '$LATEST', FunctionError: undefined });
    expect(encoded.body).toBe(Payload);
    expect(encoded.headers).toEqual({ 'content-type': 'application/json', 'x-amz-executed-version': '$LATEST' });
  });

  it.each<[OperationName, object]>([
    ['Invoke', { Payload: 'text' }],
    ['GetFunctionEventInvokeConfig', { LastModified: '2026' }],
  ])('%s refuses %j', (name, output) => {
    expect(() => compileEncoder(operation(name))(output)).toThrow(TypeError);
  });
});

describe('frames of an event stream', () => {
  it('are a prelude, headers, a payload and checksums', () => {
    const frame = Buffer.from(frameEncoder({ ':a': 'bc' })(Buffer.from('xyz')));
    expect(frame.length).toBe(12 + 8 + 3 + 4);
    expect(frame.readUInt32BE(0)).toBe(frame.length);
    expect(frame.readUInt32BE(4)).toBe(8);
    expect(frame.readUInt32BE(8)).toBe(crc32(frame.subarray(0, 8)));
    expect(frame.subarray(12, 20)).toEqual(Buffer.from([2, 0x3a, 0x61, 7, 0, 2, 0x62, 0x63]));
    expect(frame.subarray(20, 23).toString()).toBe('xyz');
    expect(frame.readUInt32BE(23)).toBe(crc32(frame.subarray(0, 23)));
  });
});

describe('the guard', () => {
  it.each<[Record<string, string>, boolean]>([
    [{ host: '127.0.0.1:80' }, true],
    [{ host: 'localhost:80' }, true],
    [{ host: '[::1]:80' }, true],
    [{ host: '127.0.0.1:80', 'sec-fetch-site': 'none' }, true],
    [{}, false],
    [{ host: '' }, false],
    [{ host: '127.0.0.1' }, false],
    [{ host: '127.0.0.2:80' }, false],
    [{ host: '127.0.0.1:80', origin: '' }, false],
    [{ host: '127.0.0.1:80', 'sec-fetch-site': 'same-site' }, false],
  ])('lets %j through: %s', (headers, expected) => {
    expect(refusal(headers, 80) === undefined).toBe(expected);
  });
});

describe('limits of bodies', () => {
  it.each<[OperationName, object, number, string]>([
    ['Invoke', {}, 6_291_456, 'Request must be smaller than 6291456 bytes for the InvokeFunction operation'],
    ['Invoke', { InvocationType: 'Event' }, 1_048_576, 'Request must be smaller than 1048576 bytes for the InvokeFunction operation'],
    ['InvokeAsync', {}, 1_048_576, 'Request must be smaller than 1048576 bytes for the InvokeFunction operation'],
    ['CreateFunction', {}, 70_167_211, 'Request must be smaller than 70167211 bytes for the CreateFunction operation'],
    ['UpdateFunctionCode', {}, 70_167_211, 'Request must be smaller than 70167211 bytes for the UpdateFunctionCode operation'],
    ['TagResource', {}, 6_291_456, 'Request must be smaller than 6291456 bytes for the TagResource operation'],
  ])('%s %j: %i', (name, input, bytes, message) => {
    const limit = bodyLimit(lambdaRequestLimits, name, { ...input });
    expect(limit.bytes).toBe(bytes);
    expect(limit.exceeded(undefined)).toMatchObject({ message, status: 413, type: 'RequestEntityTooLargeException' });
  });
});
