import { expect, test } from 'vitest';

import { isTextType } from '../../../../src/lambda/url/textTypes.ts';
import { urlEvent, type UrlRequest } from '../../../../src/lambda/url/urlEvent.ts';

const facts = {
  urlId: 'abc',
  domainName: 'abc.lambda-url.eu-west-1.on.aws',
  requestId: 'e1506fd5-9e7b-434f-bd42-4f8fa224b599',
  time: Date.UTC(2024, 1, 5, 18, 3, 8, 7),
  caller: undefined,
};

const request: UrlRequest = {
  method: 'GET',
  path: '/',
  query: '',
  protocol: 'HTTP/1.1',
  headers: [['Host', '127.0.0.1:1']],
  sourceIp: '127.0.0.1',
  body: undefined,
};

test('a request without anything has an event without cookies, parameters, body and authorizer', () => {
  expect(urlEvent(request, facts)).toStrictEqual({
    version: '2.0',
    routeKey: '$default',
    rawPath: '/',
    rawQueryString: '',
    headers: { host: '127.0.0.1:1' },
    requestContext: {
      accountId: 'anonymous',
      apiId: 'abc',
      domainName: 'abc.lambda-url.eu-west-1.on.aws',
      domainPrefix: 'abc',
      http: { method: 'GET', path: '/', protocol: 'HTTP/1.1', sourceIp: '127.0.0.1' },
      requestId: facts.requestId,
      routeKey: '$default',
      stage: '$default',
      time: '05/Feb/2024:18:03:08 +0000',
      timeEpoch: facts.time,
    },
    isBase64Encoded: false,
  });
});

test('headers are in lower case and joined, cookies a list of their own', () => {
  const headers: UrlRequest['headers'] = [
    ['X-A', '1'],
    ['x-a', '2'],
    ['User-Agent', 'curl'],
    ['Cookie', 'a=1; b=2'],
    ['cookie', 'c=3'],
  ];
  expect(urlEvent({ ...request, headers }, facts)).toMatchObject({
    headers: { 'x-a': '1,2', 'user-agent': 'curl' },
    cookies: ['a=1', 'b=2', 'c=3'],
    requestContext: { http: { userAgent: 'curl' } },
  });
  expect(urlEvent({ ...request, headers }, facts)).not.toHaveProperty('headers.cookie');
});

test.each([
  ['a=1&b=2', { a: '1', b: '2' }],
  ['a=1&a=2', { a: '1,2' }],
  ['a', { a: '' }],
  ['a=', { a: '' }],
  ['a=x%20y+z&%C3%A9=%26', { a: 'x y z', é: '&' }],
  ['a=%', { a: '%' }],
  ['a=b=c', { a: 'b=c' }],
  ['&', undefined],
])('the query %j is the parameters %j', (query, queryStringParameters) => {
  const event = urlEvent({ ...request, query }, facts);
  expect(event).toHaveProperty('rawQueryString', query);
  if (queryStringParameters === undefined) expect(event).not.toHaveProperty('queryStringParameters');
  else expect(event).toHaveProperty('queryStringParameters', queryStringParameters);
});

test('a body is there as it was made, and who signed is in the context', () => {
  const caller = { accessKey: 'AKIA', accountId: '123456789012', callerId: 'c', userArn: 'arn', userId: 'u' };
  expect(urlEvent({ ...request, body: { text: 'AAE=', base64: true } }, { ...facts, caller })).toMatchObject({
    body: 'AAE=',
    isBase64Encoded: true,
    requestContext: {
      accountId: '123456789012',
      authentication: null,
      authorizer: { iam: { ...caller, cognitoIdentity: null, principalOrgId: null } },
    },
  });
});

test.each([
  ['text/plain', true],
  ['Text/HTML; charset=utf-8', true],
  ['application/json', true],
  ['application/json;charset=utf-8', true],
  ['application/javascript', true],
  ['application/xml', true],
  ['application/problem+json', true],
  ['image/svg+xml', false],
  ['application/x-www-form-urlencoded', false],
  ['multipart/form-data; boundary=x', false],
  ['application/octet-stream', false],
  [undefined, false],
])('a body of %s is text: %s', (type, text) => {
  expect(isTextType(type)).toBe(text);
});
