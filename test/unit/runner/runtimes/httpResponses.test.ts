import { createRequire } from 'node:module';
import { describe, expect, test } from 'vitest';

interface Response {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  readonly close: boolean;
}

interface Reader {
  push(bytes: Buffer): void;
}

const { HttpResponses }: { HttpResponses: new (onResponse: (response: Response) => void) => Reader } = createRequire(import.meta.url)(
  '../../../../src/runner/runtimes/assets/nodejs/httpResponses.cjs',
);

const fixed = 'HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 5\r\n\r\nhello';
const chunked = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3;x=y\r\nhel\r\nA\r\nlo, world!\r\n0\r\nTrailer: t\r\n\r\n';
const empty = 'HTTP/1.1 202 Accepted\r\nConnection: close\r\nContent-Length: 0\r\n\r\n';

function read(text: string, size: number): { status: number; body: string; close: boolean; headers: Response['headers'] }[] {
  const responses: ReturnType<typeof read> = [];
  const reader = new HttpResponses(({ body, ...response }) => responses.push({ ...response, body: body.toString() }));
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += size) reader.push(bytes.subarray(at, at + size));
  return responses;
}

describe.each([1, 2, 3, 7, 10_000])('in pieces of %i bytes', (size) => {
  test.each<[string, string, object[]]>([
    ['a length', fixed, [{ status: 200, body: 'hello', close: false, headers: { 'content-type': 'text/plain', 'content-length': '5' } }]],
    ['chunks', chunked, [{ status: 200, body: 'hello, world!', close: false }]],
    ['no body', empty, [{ status: 202, body: '', close: true }]],
    ['no body and no length', 'HTTP/1.1 204 No Content\r\nX: 1\r\n\r\n', [{ status: 204, body: '', headers: { x: '1' } }]],
    ['an interim answer first', `HTTP/1.1 100 Continue\r\n\r\n${fixed}`, [{ status: 200, body: 'hello' }]],
    ['several in a row', fixed + chunked + empty + fixed, [{ body: 'hello' }, { body: 'hello, world!' }, { body: '' }, { body: 'hello' }]],
    [
      'headers in UTF-8, with colons and without space',
      'HTTP/1.1 200 OK\r\nA:b:ü€\r\nContent-Length:0\r\n\r\n',
      [{ headers: { a: 'b:ü€' } }],
    ],
    ['lines that end with LF only', 'HTTP/1.1 200 OK\nContent-Length: 2\n\nhi', [{ body: 'hi' }]],
  ])('%s', (_title, text, expected) => {
    const responses = read(text, size);
    expect(responses).toHaveLength(expected.length);
    expected.forEach((response, index) => expect(responses[index]).toMatchObject(response));
  });
});

test.each([
  'HTTP/2 200\r\n',
  'GET / HTTP/1.1\r\n',
  'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n',
])('%j is refused', (text) => {
  expect(() => read(text, 100)).toThrow('The Runtime API answered');
});
