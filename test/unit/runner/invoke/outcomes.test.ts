import * as v from 'valibot';
import { beforeEach, describe, expect, test } from 'vitest';

import { DeliveryRefused } from '../../../../src/runner/invoke/destinations/destination.ts';
import { eventually } from '../../../shared/eventually.ts';
import { invocationOf, scriptedVersion } from '../../../shared/scriptedRuntime.ts';
import { arnOf, AsyncBench } from './asyncBench.ts';

const queue = 'arn:aws:sqs:us-east-1:000000000000:done';
const failures = 'arn:aws:sqs:us-east-1:000000000000:failures';
const dlq = 'arn:aws:sqs:us-east-1:000000000000:dlq';
const uuid = expect.stringMatching(/^[0-9a-f-]{36}$/);

let bench: AsyncBench;

beforeEach(async () => {
  bench = await AsyncBench.open();
  bench.config = () => ({ onSuccess: queue, onFailure: failures });
});

const targets = (): readonly string[] => bench.sent.map(({ target }) => target);

describe('records', () => {
  test('of a success', async () => {
    await bench.accept({ n: 1 });
    await bench.runDry();
    expect(targets()).toEqual([queue]);
    expect(bench.bodies(queue)).toStrictEqual([
      {
        version: '1.0',
        timestamp: '2023-11-14T22:13:20.000Z',
        requestContext: { requestId: uuid, functionArn: `${arnOf('f')}:$LATEST`, condition: 'Success', approximateInvokeCount: 1 },
        requestPayload: { n: 1 },
        responseContext: { statusCode: 200, executedVersion: '$LATEST' },
        responsePayload: { saw: 7 },
      },
    ]);
  });

  test('of a function that fails, called by an alias', async () => {
    bench.deeds = ['fail'];
    bench.versions = ['1', '1', '7'];
    await bench.accept({ n: 1 }, 'live');
    await bench.runDry();
    expect(targets()).toEqual([failures]);
    expect(bench.bodies(failures)).toStrictEqual([
      {
        version: '1.0',
        timestamp: '2023-11-14T22:16:20.000Z',
        requestContext: { requestId: uuid, functionArn: `${arnOf('f')}:live`, condition: 'RetriesExhausted', approximateInvokeCount: 3 },
        requestPayload: { n: 1 },
        responseContext: { statusCode: 200, executedVersion: '7', functionError: 'Unhandled' },
        responsePayload: { errorType: 'Error', errorMessage: 'no luck' },
      },
    ]);
  });

  test('of an event too old for its next attempt', async () => {
    bench.deeds = ['fail'];
    bench.config = () => ({ onFailure: failures, maximumEventAgeInSeconds: 60 });
    await bench.accept();
    await bench.runDry();
    expect(bench.bodies(failures)).toMatchObject([
      { requestContext: { condition: 'EventAgeExceeded', approximateInvokeCount: 1 }, responseContext: { statusCode: 200, functionError: 'Unhandled' } },
    ]);
  });

  test('of an event that was throttled until it was too old', async () => {
    bench.deeds = ['throttle'];
    bench.config = () => ({ onFailure: failures, maximumEventAgeInSeconds: 60 });
    bench.deadLetterTarget = dlq;
    await bench.accept();
    await bench.until(() => bench.tries.length === 3);
    // Also where the service ended meanwhile.
    await bench.restart();
    bench.clock.advance(60_000);
    await bench.runDry();
    const [record] = bench.bodies(failures);
    expect(record).toMatchObject({ requestContext: { condition: 'EventAgeExceeded', approximateInvokeCount: 0 }, responseContext: { statusCode: 429 } });
    expect(record).not.toHaveProperty('responsePayload');
    expect(bench.sent.find(({ target }) => target === dlq)?.message.attributes).toMatchObject({
      ErrorCode: { DataType: 'Number', StringValue: '429' },
      ErrorMessage: { DataType: 'String', StringValue: 'Rate Exceeded.' },
    });
  });

  test('of a function for which zero is reserved: nothing answered', async () => {
    bench.reserved = 0;
    await bench.accept({});
    await bench.runDry();
    expect(bench.bodies(failures)).toStrictEqual([
      {
        version: '1.0',
        timestamp: '2023-11-14T22:13:20.000Z',
        requestContext: { requestId: uuid, functionArn: `${arnOf('f')}:$LATEST`, condition: 'ZeroReservedConcurrency', approximateInvokeCount: 0 },
        requestPayload: {},
      },
    ]);
    expect(bench.tries).toEqual([]);
  });

  test('payloads stand in them as they came', async () => {
    const payload = Buffer.from('{"big":12345678901234567890}');
    await bench.invoker.accept({ version: scriptedVersion(), invokedArn: arnOf('f') }, invocationOf({}, { payload }));
    await bench.runDry();
    expect(bench.sent[0]?.message.body).toContain('"requestPayload":{"big":12345678901234567890}');
  });
});

describe('dead-letter queues', () => {
  test('get the event and what went wrong, besides the destination', async () => {
    bench.deeds = ['fail'];
    bench.deadLetterTarget = dlq;
    await bench.accept({ n: 1 });
    await bench.runDry();
    expect(targets().toSorted()).toEqual([dlq, failures]);
    const message = bench.sent.find(({ target }) => target === dlq)?.message;
    expect(message?.body).toBe('{"n":1}');
    expect(message?.attributes).toStrictEqual({
      RequestID: { DataType: 'String', StringValue: uuid },
      ErrorCode: { DataType: 'Number', StringValue: '200' },
      ErrorMessage: { DataType: 'String', StringValue: 'no luck' },
    });
  });

  test('get an event that became too old while the service was away, also where the function comes after the start', async () => {
    bench.deeds = ['throttle'];
    await bench.accept();
    await bench.until(() => bench.tries.length === 1);
    bench.invoker.dispose();
    bench.clock.advance(21_600_001);
    bench.known = () => false;
    await bench.restart();
    // What comes first may be other functions, and settings.
    for (let change = 0; change < 3; change += 1) {
      bench.functionsChanged.fire();
      bench.clock.advance(0);
      expect(await bench.events.list()).toHaveLength(1);
    }
    bench.known = () => true;
    bench.deadLetterTarget = dlq;
    await bench.until(() => {
      bench.functionsChanged.fire();
      return bench.sent.length > 0;
    });
    await bench.runDry();
    expect(bench.tries).toHaveLength(1);
    expect(bench.bodies(dlq)).toHaveLength(1);
  });

  test('get nothing of a success', async () => {
    bench.deadLetterTarget = dlq;
    await bench.accept();
    await bench.runDry();
    expect(targets()).toEqual([queue]);
  });
});

describe('delivery', () => {
  const away = (): Promise<void> => Promise.reject(Object.assign(new Error(''), { code: 'ECONNREFUSED' }));

  test('goes on until the endpoint is back, and does not run the function again', async () => {
    let asked = 0;
    bench.take = () => {
      asked += 1;
      return asked > 3 ? Promise.resolve() : away();
    };
    await bench.accept();
    await bench.runDry();
    expect(bench.sent.map(({ at }) => at)).toEqual([7]);
    expect(bench.tries).toEqual([0]);
    expect(bench.log).toEqual([expect.stringContaining('ECONNREFUSED')]);
  });

  test('goes on after a restart, and does not run the function again', async () => {
    bench.take = away;
    await bench.accept({ n: 1 });
    await bench.until(async () => ((await bench.events.list())[0]?.outcome?.deliveries[0]?.tries ?? 0) > 1);
    bench.take = () => Promise.resolve();
    await bench.restart();
    await bench.runDry();
    expect(bench.tries).toEqual([0]);
    expect(bench.bodies(queue)).toMatchObject([{ requestPayload: { n: 1 }, responsePayload: { saw: 7 } }]);
  });

  test.each<[string, unknown, number]>([
    ['what is away', Object.assign(new Error('connect'), { code: 'ECONNREFUSED' }), 16],
    ['what fails', Object.assign(new Error('oops'), { $metadata: { httpStatusCode: 503 } }), 16],
    ['what throttles', Object.assign(new Error('slower'), { name: 'Throttling', $metadata: { httpStatusCode: 400 } }), 16],
    ['what refuses', Object.assign(new Error('denied'), { name: 'AccessDenied', $metadata: { httpStatusCode: 403 } }), 3],
    ['what never will take it', new DeliveryRefused('unknown'), 1],
  ])('to %s is given up with a logged error', async (_title, error, tries) => {
    let asked = 0;
    bench.take = () => {
      asked += 1;
      // What was thrown is data of this table.
      // oxlint-disable-next-line typescript/prefer-promise-reject-errors
      return Promise.reject(error);
    };
    await bench.accept();
    await bench.runDry();
    expect(asked).toBe(tries);
    expect(bench.log.at(-1)).toMatch(new RegExp(`^DestinationDeliveryFailures: .* given up after ${tries} tries`));
  });

  test('to a dead-letter queue has an error of its own, and the destination gets its record', async () => {
    bench.deeds = ['fail'];
    bench.deadLetterTarget = dlq;
    bench.take = (target) => (target === dlq ? Promise.reject(new DeliveryRefused('no')) : Promise.resolve());
    await bench.accept();
    await bench.runDry();
    expect(targets()).toEqual([failures]);
    expect(bench.log.at(-1)).toMatch(/^DeadLetterErrors: /);
  });

  test('that hangs holds up no other event', async () => {
    bench.take = (target) => (target === queue ? new Promise(() => undefined) : Promise.resolve());
    bench.config = (name) => ({ onSuccess: name === 'f' ? queue : failures });
    for (let count = 0; count < 20; count += 1) await bench.accept();
    await bench.accept({}, undefined, 'other');
    await bench.until(() => bench.tries.length === 21 && bench.sent.length === 1);
    expect(targets()).toEqual([failures]);
    await eventually(async () => (await bench.events.list()).length === 20 || undefined);
  });

  test('keys of messages stay over all tries', async () => {
    const ids: string[] = [];
    bench.take = async () => {
      ids.push((await bench.events.list())[0]?.outcome?.deliveries[0]?.id ?? '');
      throw new Error('away');
    };
    await bench.accept();
    await bench.until(() => ids.length > 3);
    expect(new Set(ids).size).toBe(1);
  });
});

describe('functions as destinations', () => {
  test('get the record as an event of theirs, which is accepted when the first one goes', async () => {
    bench.config = (name) => (name === 'f' ? { onSuccess: `${arnOf('g')}:live` } : { onSuccess: queue });
    bench.known = (name) => name === 'f' || name === 'g';
    await bench.accept({ n: 1 });
    await bench.until(async () => (await bench.events.list()).some(({ event }) => event.functionName === 'g'));
    const [only, ...others] = await bench.events.list();
    expect(others).toEqual([]);
    expect(only?.event).toMatchObject({ functionName: 'g', attempts: 0, chain: { f: 1 } });
    await bench.runDry();
    expect(bench.bodies(queue)).toMatchObject([
      {
        requestContext: { functionArn: `${arnOf('g')}:$LATEST` },
        requestPayload: { requestContext: { functionArn: `${arnOf('f')}:$LATEST`, condition: 'Success' }, requestPayload: { n: 1 } },
      },
    ]);
  });

  test('that are not there are asked three times', async () => {
    bench.config = (name) => (name === 'f' ? { onSuccess: arnOf('gone') } : undefined);
    bench.known = (name) => name === 'f';
    await bench.accept();
    await bench.runDry();
    expect(bench.log.at(-1)).toContain('given up after 3 tries');
  });

  test('do not get a record that is larger than an event may be', async () => {
    bench.config = (name) => (name === 'f' ? { onSuccess: arnOf('g') } : undefined);
    await bench.accept({ text: 'x'.repeat(1_048_500) });
    await bench.runDry();
    expect(bench.tries).toHaveLength(1);
    expect(bench.log.at(-1)).toContain('given up after 1 tries');
  });

  test('a function that is its own destination runs sixteen times, and then its dead-letter queue has the event', async () => {
    bench.scale = 0;
    bench.config = () => ({ onSuccess: arnOf('f'), onFailure: arnOf('f') });
    bench.deadLetterTarget = dlq;
    await bench.accept();
    await bench.runDry();
    expect(bench.tries).toHaveLength(16);
    expect(targets()).toEqual([dlq]);
    expect(bench.sent[0]?.message.attributes).toMatchObject({ ErrorCode: { StringValue: '400' } });
  });

  test("so do two functions that are each other's, each", async () => {
    bench.scale = 0;
    bench.config = (name) => ({ onSuccess: arnOf(name === 'f' ? 'g' : 'f'), onFailure: failures });
    await bench.accept();
    await bench.runDry();
    expect(bench.tries).toHaveLength(32);
    expect(bench.bodies(failures)).toMatchObject([
      { requestContext: { condition: 'RecursiveInvocation', approximateInvokeCount: 0 }, responseContext: { statusCode: 400 } },
    ]);
  });

  test('not where the function allows it', async () => {
    bench.recursionAllowed = true;
    bench.config = () => (bench.tries.length < 20 ? { onSuccess: arnOf('f') } : undefined);
    await bench.accept();
    await bench.runDry();
    expect(bench.tries).toHaveLength(20);
  });
});

test('an event whose payload is gone is dropped with an error', async () => {
  await bench.accept();
  bench.invoker.dispose();
  await bench.store.delete({ name: 'asyncPayload', schema: v.string() }, (await bench.events.list())[0]?.event.id ?? '');
  await bench.restart();
  await bench.runDry();
  expect(bench.tries).toEqual([]);
  await eventually(() => (bench.log.length > 0 ? true : undefined));
  expect(bench.log[0]).toContain('payload cannot be read');
});
