import { createHash, createHmac } from 'node:crypto';

import { SignatureV4 } from '@smithy/signature-v4';
import { expect, test } from 'vitest';

import { canonicalRequest, checkScope, checkSignature, checkTime, type Digests, signatureOf, type SignedRequest } from '../../../../src/lambda/url/sigv4.ts';

const digests: Digests = {
  sha256: (data) => createHash('sha256').update(data).digest('hex'),
  hmac: (key, text) => createHmac('sha256', key).update(text).digest(),
};
const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY' };
const signingDate = new Date('2024-05-06T07:08:09Z');

class NodeHash {
  readonly #hash;
  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.#hash = secret === undefined ? createHash('sha256') : createHmac('sha256', typeof secret === 'string' ? secret : bytesOf(secret));
  }
  update(data: string | ArrayBuffer | ArrayBufferView): void {
    this.#hash.update(typeof data === 'string' ? data : bytesOf(data));
  }
  digest(): Promise<Uint8Array> {
    return Promise.resolve(this.#hash.digest());
  }
  reset(): void {}
}

function bytesOf(data: ArrayBuffer | ArrayBufferView): Uint8Array {
  return ArrayBuffer.isView(data) ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength) : new Uint8Array(data);
}

const signer = new SignatureV4({ service: 'lambda', region: 'eu-west-1', credentials, sha256: NodeHash });

interface Sent {
  readonly method: string;
  readonly path: string;
  readonly query?: Record<string, string | string[]>;
  readonly headers?: Record<string, string>;
  readonly body?: string;
}

function requestOf({ method, path, query = {}, headers = {}, body }: Sent) {
  return {
    method,
    protocol: 'http:',
    hostname: '127.0.0.1',
    port: 4000,
    path,
    query,
    headers: { host: '127.0.0.1:4000', ...headers },
    ...(body !== undefined && { body }),
  };
}

/** As it comes over the wire. */
function received(sent: { method: string; path: string; query?: Readonly<Record<string, string | string[] | null>>; headers: Record<string, string>; body?: unknown }, body = ''): SignedRequest {
  const pairs = Object.entries(sent.query ?? {}).flatMap(([key, value]) =>
    [value ?? ''].flat().map((one) => `${encodeURIComponent(key)}=${encodeURIComponent(one)}`),
  );
  return { method: sent.method, path: sent.path, query: pairs.join('&'), headers: Object.entries(sent.headers), body: Buffer.from(body) };
}

const requests: readonly Sent[] = [
  { method: 'GET', path: '/' },
  { method: 'GET', path: '/a%20b/c', query: { x: 'é &=', list: ['2', '1'], empty: '' } },
  { method: 'POST', path: '/orders/', headers: { 'content-type': 'application/json', 'x-spaces': '  a   b ' }, body: '{"a":1}' },
  { method: 'PUT', path: '/(x)/*!', body: 'text' },
];

test.each(requests)('what the SDK signs is accepted: $method $path', async (sent) => {
  const signed = await signer.sign(requestOf(sent), { signingDate });
  const request = received(signed, sent.body);
  const signature = signatureOf(request);
  if (signature === undefined) throw new Error('no signature found');
  expect(signature).toMatchObject({ accessKeyId: 'AKIDEXAMPLE', region: 'eu-west-1', service: 'lambda', time: '20240506T070809Z' });
  checkScope(signature, 'eu-west-1');
  checkTime(signature, signingDate.getTime());
  checkSignature(request, signature, credentials.secretAccessKey, digests);
  const other = { ...request, body: Buffer.from('other') };
  for (const [changed, secret] of [
    [other, credentials.secretAccessKey],
    [{ ...request, path: '/other' }, credentials.secretAccessKey],
    [request, 'other'],
  ] as const) {
    expect(() => checkSignature(changed, signature, secret, digests)).toThrow('The request signature we calculated does not match');
  }
});

test('a presigned URL is accepted until it expires', async () => {
  const signed = await signer.presign(requestOf({ method: 'GET', path: '/a', query: { q: '1' } }), { signingDate, expiresIn: 60 });
  const request = received(signed);
  const signature = signatureOf(request);
  if (signature === undefined) throw new Error('no signature found');
  checkSignature(request, signature, credentials.secretAccessKey, digests);
  const at = signingDate.getTime();
  checkTime(signature, at + 60_000);
  expect(() => checkTime(signature, at + 60_001)).toThrow('Signature expired: 20240506T070809Z is now earlier than 20240506T070909Z');
});

/** The example of AWS's own documentation, "get-vanilla" of its test suite: a request, its canonical form and its signature. */
test('the published vector gives the published signature', () => {
  const request: SignedRequest = {
    method: 'GET',
    path: '/',
    query: '',
    headers: [
      ['Host', 'example.amazonaws.com'],
      ['X-Amz-Date', '20150830T123600Z'],
      [
        'Authorization',
        'AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders=host;x-amz-date, ' +
          'Signature=5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31',
      ],
    ],
    body: new Uint8Array(),
  };
  const signature = signatureOf(request);
  if (signature === undefined) throw new Error('no signature found');
  expect(digests.sha256(canonicalRequest(request, { signedHeaders: ['host', 'x-amz-date'], signature: '' }, digests.sha256('')))).toBe(
    'bb579772317eb040ac9ed261061d46c1f17a8133879d6129b6e1c25292927e63',
  );
  checkSignature(request, signature, credentials.secretAccessKey, digests);
});

test.each<[string, (query: string) => string]>([
  ['beside a signature in the headers', (query) => `${query}&X-Amz-Signature=1`],
  ['before', (query) => `X-Amz-Signature=1&${query}`],
  ['behind', (query) => `${query}&X-Amz-Signature=1`],
])('a query is signed with what is called as the signature is: %s', async (what, changed) => {
  const sent = requestOf({ method: 'GET', path: '/', query: { a: '1' } });
  const signed = what.startsWith('beside') ? await signer.sign(sent, { signingDate }) : await signer.presign(sent, { signingDate });
  const request = received(signed);
  const check = (one: SignedRequest): void => {
    const signature = signatureOf(one);
    if (signature === undefined) throw new Error('no signature found');
    checkSignature(one, signature, credentials.secretAccessKey, digests);
  };
  check(request);
  expect(() => check({ ...request, query: changed(request.query) })).toThrow('does not match');
});

const authorization = 'AWS4-HMAC-SHA256 Credential=A/20240506/eu-west-1/lambda/aws4_request, SignedHeaders=host, Signature=00';

test.each([
  ['nothing', [], undefined],
  ['another scheme', [['Authorization', 'Bearer x']], undefined],
  ['no date', [['Authorization', authorization]], "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header."],
  [
    'nothing but the algorithm',
    [['Authorization', 'AWS4-HMAC-SHA256 '], ['X-Amz-Date', '20240506T070809Z']],
    "Authorization header requires 'Credential' parameter. Authorization header requires 'Signature' parameter. Authorization header requires 'SignedHeaders' parameter.",
  ],
  ['a scope that is none', [['Authorization', authorization.replace('/aws4_request', '')], ['X-Amz-Date', '20240506T070809Z']], "Authorization header requires 'Credential' parameter."],
] as const)('%s in the headers is no signature', (_what, headers, message) => {
  const request: SignedRequest = { method: 'GET', path: '/', query: '', headers, body: new Uint8Array() };
  if (message === undefined) expect(signatureOf(request)).toBeUndefined();
  else expect(() => signatureOf(request)).toThrow(expect.objectContaining({ type: 'IncompleteSignatureException', status: 403, message }));
});

const given = { accessKeyId: 'A', day: '20240506', region: 'eu-west-1', service: 'lambda', signedHeaders: ['host'], signature: '00', time: '20240506T070809Z' };

test.each([
  [-300_001, 'Signature not yet current: 20240506T070809Z is still later than 20240506T070808Z (20240506T070308Z + 5 min.)'],
  [-300_000, undefined],
  [300_000, undefined],
  [301_000, 'Signature expired: 20240506T070809Z is now earlier than 20240506T070810Z (20240506T071310Z - 5 min.)'],
])('%d ms after it was made a signature is told: %s', (later, message) => {
  const check = () => checkTime(given, signingDate.getTime() + later);
  if (message === undefined) check();
  else expect(check).toThrow(expect.objectContaining({ type: 'InvalidSignatureException', message }));
});

test('a signature for another Region or service is refused, and one that does not sign the host', () => {
  expect(() => checkScope({ ...given, region: 'us-east-1' }, 'eu-west-1')).toThrow('Credential should be scoped to a valid region.');
  expect(() => checkScope({ ...given, service: 's3' }, 'eu-west-1')).toThrow("Credential should be scoped to correct service: 'lambda'.");
  const request: SignedRequest = { method: 'GET', path: '/', query: '', headers: [], body: new Uint8Array() };
  expect(() => checkSignature(request, { ...given, signedHeaders: ['x-amz-date'] }, 's', digests)).toThrow("'Host' or ':authority' must be a 'SignedHeader'");
});
