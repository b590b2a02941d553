import { type ClientRequest, type IncomingMessage, request } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { eventually } from '../../shared/eventually.ts';
import { scripted, type Scripted } from '../../shared/runtimeScript/scriptedFunction.ts';
import { answer, chunk, next, response, type Step, streamEnd, streamHead } from '../../shared/runtimeScript/steps.ts';

/** Invokes `f` as a caller that the test holds in its hands. */
function invoke(script: Scripted, steps: readonly Step[], path = '2015-03-31/functions/f/invocations'): ClientRequest {
  const call = request(`${script.region.endpoint}/${path}`, { method: 'POST', agent: false });
  call.on('error', () => {});
  call.end(JSON.stringify({ steps }));
  return call;
}

function answered(call: ClientRequest): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => call.once('response', resolve).once('error', reject));
}

function sizeOf(chunk: unknown): number {
  return Buffer.isBuffer(chunk) ? chunk.length : 0;
}

const streamPath = '2021-11-15/functions/f/response-streaming-invocations';
const reports = (script: Scripted): number => script.log().match(/REPORT RequestId/g)?.length ?? 0;

describe.skipIf(process.platform === 'win32')('a caller', () => {
  test('that goes away amid the invocation: it goes on, and the runtime serves the next', async () => {
    const script = await scripted({ Timeout: 5 });
    await script.play(answer('0'));
    const pids = await script.pids();
    const call = invoke(script, [{ do: 'print', text: 'begun\n' }, { do: 'pause', ms: 200 }, ...answer('1'), { do: 'print', text: 'answered\n' }]);
    await eventually(() => script.log().includes('begun') || undefined);
    call.destroy();
    await eventually(() => script.log().includes('answered') || undefined);
    expect(await script.play(answer('2'))).toMatchObject({ payload: 2, functionError: undefined });
    expect(await script.pids()).toEqual(pids);
    expect(script.log()).not.toContain('Status: ');
    await script.leavesNothing(pids);
  });

  test('that goes away amid a stream: the rest is read and dropped', async () => {
    const script = await scripted({ Timeout: 5 });
    await script.play(answer('0'));
    const pids = await script.pids();
    const steps: readonly Step[] = [
      streamHead(),
      chunk('a'.repeat(100_000)),
      { do: 'pause', ms: 100 },
      { do: 'chunks', count: 20, text: 'b'.repeat(100_000) },
      streamEnd(),
      { do: 'read', as: 'stream' },
    ];
    const call = invoke(script, steps, streamPath);
    const response = await answered(call);
    await new Promise((resolve) => response.once('data', resolve));
    call.destroy();
    expect(await script.seen('stream')).toMatchObject([{ status: 202 }]);
    expect(await script.play(answer('2'))).toMatchObject({ payload: 2, functionError: undefined });
    expect(await script.pids()).toEqual(pids);
    await script.leavesNothing(pids);
  });

  test('that reads no stream at all: the function is slowed until its time is up, and the next works', async () => {
    const script = await scripted({ Timeout: 1 });
    const call = invoke(script, [streamHead(), { do: 'chunks', count: -1, text: 'x'.repeat(500_000) }], streamPath);
    const response = await answered(call);
    response.pause();
    await eventually(() => script.log().includes('Status: timeout') || undefined);
    expect((await script.play(answer('2'))).payload).toBe(2);
    call.destroy();
    await script.leavesNothing(await script.pids());
  });

  test('that reads 6 MB slowly: the environment is free meanwhile', async () => {
    const script = await scripted({ Timeout: 5, MemorySize: 512 });
    const bytes = 6_291_556;
    const head = `POST /2018-06-01/runtime/invocation/{id}/response HTTP/1.1\r\nHost: {host}\r\nContent-Length: ${bytes}\r\n\r\n"`;
    const call = invoke(script, [{ do: 'send', text: head }, { do: 'fill', bytes: bytes - 2 }, { do: 'send', text: '"' }, { do: 'read', as: 'big' }]);
    const slow = await answered(call);
    slow.pause();
    expect(slow.statusCode).toBe(200);
    expect((await script.play(answer('2'))).payload).toBe(2);
    let read = 0;
    while (!slow.readableEnded && read < 300_000) {
      read += sizeOf(slow.read(1024));
      await pause(0);
    }
    for await (const rest of slow as AsyncIterable<Buffer>) read += rest.length;
    expect(read).toBe(bytes);
    expect(await script.pids()).toHaveLength(1);
  });

  test('whose event of 6 MB the runtime takes slowly', async () => {
    const script = await scripted({ Timeout: 20, MemorySize: 512 });
    await script.play(answer('0'), next({ on: 'slow' }), { do: 'readSlowly', on: 'slow', as: 'slow', bytes: 1024, everyMs: 1, times: 300 });
    const event = { steps: [response('1'), { do: 'read', as: 'answer' }], pad: 'x'.repeat(5_000_000) };
    expect(await script.call(event)).toMatchObject({ payload: 1, functionError: undefined });
    expect(await script.seen('slow')).toMatchObject([{ event: 'new', bytes: JSON.stringify(event).length }]);
  });

  test('who calls while a runtime that has answered is still at work gets one that is free', async () => {
    const script = await scripted({ Timeout: 5 });
    const waits: readonly Step[] = [{ do: 'pause', ms: 300 }, ...answer('1')];
    await Promise.all([answered(invoke(script, waits)), answered(invoke(script, waits))]);
    expect(await script.pids()).toHaveLength(2);
    await eventually(() => reports(script) === 2 || undefined);
    const busy = await answered(invoke(script, [...answer('1'), { do: 'pause', ms: 3000 }]));
    busy.resume();
    const started = performance.now();
    expect((await script.play(answer('2'))).payload).toBe(2);
    expect(performance.now() - started).toBeLessThan(2000);
    expect(await script.pids()).toHaveLength(2);
  });
});
