import { expect, test } from 'vitest';

import { allowsOrigin, corsHeaders, preflightHeaders } from '../../../../src/lambda/url/cors.ts';

const origin = 'https://example.com';

test.each([
  [undefined, false],
  [{}, false],
  [{ AllowOrigins: [] }, false],
  [{ AllowOrigins: ['*'] }, true],
  [{ AllowOrigins: ['https://other.com', 'https://EXAMPLE.com'] }, true],
  [{ AllowOrigins: ['http://example.com'] }, false],
  [{ AllowOrigins: ['https://example.com:443'] }, false],
])('settings %j allow the origin: %s', (cors, allowed) => {
  expect(allowsOrigin(cors, origin)).toBe(allowed);
});

test('a preflight is answered with all settings, other requests with what concerns them', () => {
  const cors = {
    AllowOrigins: ['*'],
    AllowMethods: ['GET', 'POST'],
    AllowHeaders: ['x-a', 'x-b'],
    ExposeHeaders: ['date'],
    AllowCredentials: true,
    MaxAge: 0,
  };
  expect(Object.fromEntries(preflightHeaders(cors, origin))).toEqual({
    'access-control-allow-origin': origin,
    'access-control-allow-credentials': 'true',
    'access-control-allow-methods': 'GET,POST',
    'access-control-allow-headers': 'x-a,x-b',
    'access-control-expose-headers': 'date',
    'access-control-max-age': '0',
    vary: 'Origin',
  });
  expect(Object.fromEntries(corsHeaders(cors, origin))).toEqual({
    'access-control-allow-origin': origin,
    'access-control-allow-credentials': 'true',
    'access-control-expose-headers': 'date',
    vary: 'Origin',
  });
});

test('what is not set is not answered', () => {
  expect(Object.fromEntries(preflightHeaders({ AllowOrigins: [origin], AllowCredentials: false }, origin))).toEqual({
    'access-control-allow-origin': origin,
    vary: 'Origin',
  });
});
