import { expect, test } from 'vitest';

import { sentHeaders } from '../../../../src/lambda/url/sentHeaders.ts';
import { streamedHead, urlResponse } from '../../../../src/lambda/url/urlResponse.ts';

const json = ['content-type', 'application/json'];
const plain = { status: 200, headers: [json], base64: false };

test.each([
  ['an object', '{"hello": "world"}', { ...plain, body: '{"hello": "world"}' }],
  ['a list', '["hello",3,true]', { ...plain, body: '["hello",3,true]' }],
  ['a string, without its quotes', '"hello"', { ...plain, body: 'hello' }],
  ['a number', '3.1', { ...plain, body: '3.1' }],
  ['a boolean', 'true', { ...plain, body: 'true' }],
  ['null', 'null', { ...plain, body: 'null' }],
  ['a body and no status', '{"body":"x"}', { ...plain, body: '{"body":"x"}' }],
  ['a status and a body', '{"statusCode":201,"body":"x"}', { ...plain, status: 201, body: 'x' }],
  ['a status alone', '{"statusCode":204}', { ...plain, status: 204, body: '' }],
  ['a status that is text', '{"statusCode":"418","body":"teapot"}', { ...plain, status: 418, body: 'teapot' }],
  ['a null body', '{"statusCode":200,"body":null,"headers":null,"cookies":null}', { ...plain, body: '' }],
  ['a body that is a number', '{"statusCode":200,"body":3}', { ...plain, body: '3' }],
  ['base64', '{"statusCode":200,"body":"AAE=","isBase64Encoded":true}', { ...plain, base64: true, body: 'AAE=' }],
  [
    'headers, with a content type of their own',
    '{"statusCode":200,"headers":{"Content-Type":"text/html","X-N":1,"X-Nothing":null},"body":"<p>"}',
    { status: 200, headers: [['Content-Type', 'text/html'], ['X-N', '1']], base64: false, body: '<p>' },
  ],
  ['cookies', '{"statusCode":200,"cookies":["a=1","b=2; HttpOnly"]}', { ...plain, headers: [json, ['set-cookie', 'a=1'], ['set-cookie', 'b=2; HttpOnly']], body: '' }],
])('%s is a response', (_what, payload, response) => {
  expect(urlResponse(payload)).toEqual(response);
});

test.each([
  ['what is no JSON', 'hello'],
  ['nothing', ''],
  ['a status that is no number', '{"statusCode":"ok"}'],
  ['a status below 200', '{"statusCode":101}'],
  ['a status above 999', '{"statusCode":1000}'],
  ['a body that is an object', '{"statusCode":200,"body":{}}'],
  ['headers that are a list', '{"statusCode":200,"headers":[]}'],
  ['a header that is a list', '{"statusCode":200,"headers":{"a":["b"]}}'],
  ['a header with a line end', '{"statusCode":200,"headers":{"a":"b\\r\\nc: d"}}'],
  ['a header without a name', '{"statusCode":200,"headers":{"":"b"}}'],
  ['cookies that are an object', '{"statusCode":200,"cookies":{}}'],
])('%s is none', (_what, payload) => {
  expect(urlResponse(payload)).toBeUndefined();
});

test.each([
  ['{"statusCode":201,"headers":{"X-A":"1"},"cookies":["a=1"]}', { status: 201, headers: [['content-type', 'application/octet-stream'], ['X-A', '1'], ['set-cookie', 'a=1']] }],
  ['{}', { status: 200, headers: [['content-type', 'application/octet-stream']] }],
  ['{"statusCode":"x"}', undefined],
  ['[]', undefined],
  ['x', undefined],
])('%s before a streamed body is %j', (prelude, head) => {
  expect(streamedHead(prelude)).toEqual(head);
});

test('what belongs to the connection is renamed or left out', () => {
  const headers = [['Content-Length', '3'], ['X-A', '1'], ['Transfer-Encoding', 'chunked'], ['WWW-Authenticate', 'Basic'], ['Connection', 'close']] as const;
  expect(sentHeaders(headers)).toEqual([
    ['x-amzn-Remapped-Content-Length', '3'],
    ['X-A', '1'],
    ['x-amzn-Remapped-WWW-Authenticate', 'Basic'],
    ['x-amzn-Remapped-Connection', 'close'],
  ]);
});
