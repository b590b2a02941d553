import { expect, test } from 'vitest';
import type { HandlerProcess } from '../handlerProcess.ts';
import { functionArn } from '../scriptedRuntimeApi.ts';

export interface ClientContract {
  readonly start: () => Promise<HandlerProcess>;
  /** The errorType of the fixtures' error. */
  readonly errorType: string;
}

/** What every client of AWS's does with the handler of its fixture. */
export function itSpeaksTheRuntimeApi({ start, errorType }: ClientContract): void {
  test('answers, fails and goes on', async () => {
    await using running = await start();
    expect(JSON.parse((await running.api.invoke('{"a":[1,"é"]}')).body)).toEqual({ a: [1, 'é'] });
    const failed = await running.api.invoke('{"do":"fail"}');
    expect(failed.path).toBe('invocation/2/error');
    expect(JSON.parse(failed.body)).toMatchObject({ errorMessage: 'it failed', errorType });
    const again = await running.api.invoke('{"b":2}');
    expect([again.path, JSON.parse(again.body)]).toEqual(['invocation/3/response', { b: 2 }]);
  });

  test('sees its invocation', async () => {
    await using running = await start();
    const headers = { 'Lambda-Runtime-Aws-Tenant-Id': 'blue', 'Lambda-Runtime-Client-Context': '{"custom":{"a":"1"}}' };
    const before = Date.now();
    const seen = JSON.parse((await running.api.invoke('{"do":"context"}', { headers })).body);
    expect(seen).toMatchObject({ requestId: '1', arn: functionArn, name: 'f', memory: 512, tenant: 'blue', custom: { a: '1' } });
    expect(seen.deadline).toBeGreaterThan(before + 1000);
    expect(seen.deadline).toBeLessThan(Date.now() + 4000);
  });
}
