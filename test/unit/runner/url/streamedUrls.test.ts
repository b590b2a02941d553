import { expect, test } from 'vitest';

import { PreludeReader, preludeType } from '../../../../src/runner/url/preludeReader.ts';
import { ask, type Function, openUrls } from './openUrls.ts';

const nul = '\0'.repeat(8);

/** Streams texts, as a handler does. */
function streaming(contentType: string | undefined, texts: readonly string[], result: Awaited<ReturnType<Function>> = ''): Function {
  return async ({ stream }) => {
    stream?.begin(contentType);
    for (const text of texts) await stream?.write(Buffer.from(text)).catch(() => {});
    return result;
  };
}

const failed = { functionError: 'Unhandled', payload: Buffer.from('{}') } as const;

test.each<[string, Function, object]>([
  ['a stream', streaming('text/html', ['<p>', 'a']), { status: 200, body: '<p>a', headers: { 'content-type': 'text/html', 'transfer-encoding': 'chunked' }, cut: false }],
  ['a stream without a type', streaming(undefined, ['a']), { status: 200, headers: { 'content-type': 'application/octet-stream' } }],
  ['an empty stream', streaming('text/plain', []), { status: 200, body: '', cut: false }],
  [
    'a status and headers before the body',
    streaming(preludeType, [`{"statusCode":418,"headers":{"X-A":"1"},"cookies":["a=1"]}${nul}te`, 'a']),
    { status: 418, body: 'tea', headers: { 'x-a': '1', 'set-cookie': ['a=1'] } },
  ],
  ['them in pieces', streaming(preludeType, ['{"statusCode":', '201}\0\0\0', '\0\0\0\0', '\0', 'a']), { status: 201, body: 'a' }],
  ['them without a body', streaming(preludeType, [`{"statusCode":204}${nul}`]), { status: 204, body: '' }],
  ['them broken', streaming(preludeType, [`{"statusCode":${nul}`, 'a']), { status: 502, body: 'Internal Server Error' }],
  ['them without an end', streaming(preludeType, ['{"statusCode":200}']), { status: 502 }],
  ['an error before the first byte', streaming('text/plain', [], failed), { status: 502, body: 'Internal Server Error' }],
  ['an error midway', streaming('text/plain', ['part'], failed), { status: 200, body: 'part', cut: true }],
  // Not read as a response: the mode says that it streams.
  ['an answer as a whole', () => Promise.resolve('{"statusCode":201,"body":"x"}'), { status: 200, body: '{"statusCode":201,"body":"x"}', headers: { 'content-type': 'application/json' } }],
])('%s of a URL in RESPONSE_STREAM mode', async (_what, run, answer) => {
  const region = await openUrls(run);
  expect(await ask(await region.publicUrl('fn', { InvokeMode: 'RESPONSE_STREAM' }))).toMatchObject(answer);
});

test('a client that leaves is told to the function’s writes', async () => {
  let told: ((value: unknown) => void) | undefined;
  const refused = new Promise((resolve) => (told = resolve));
  const region = await openUrls(async ({ stream }) => {
    stream?.begin('text/plain');
    for (;;) {
      const failure = await stream?.write(Buffer.alloc(65_536)).catch((error: unknown) => error);
      if (failure === undefined) continue;
      told?.(failure);
      return '';
    }
  });
  const url = await region.publicUrl('fn', { InvokeMode: 'RESPONSE_STREAM' });
  const aborter = new AbortController();
  await fetch(url, { signal: aborter.signal });
  aborter.abort();
  expect(await refused).toBeInstanceOf(Error);
  expect(region.log).toEqual([]);
});

test('the separator is found wherever the pieces are cut', () => {
  const whole = Buffer.from(`{"statusCode":200}${nul}rest`);
  for (let cut = 1; cut < whole.length; cut += 1) {
    const reader = new PreludeReader();
    const first = reader.take(whole.subarray(0, cut));
    const result = first.type === 'more' ? reader.take(whole.subarray(cut)) : first;
    expect(result).toMatchObject({ type: 'read', head: { status: 200 } });
  }
});
