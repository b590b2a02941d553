import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterEach, expect, test } from 'vitest';
import { createRegionLogs } from '../../../../src/aws/logs/regionLogs.ts';

interface Call {
  readonly target: unknown;
  readonly input: unknown;
}

const open: { close(): void }[] = [];
afterEach(() => open.splice(0).forEach((server) => server.close()));

/** A service of logs that gives these answers one after the other. */
async function serviceOf(...answers: readonly { readonly status?: number; readonly body: unknown }[]) {
  const calls: Call[] = [];
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      const { status = 200, body: answer } = answers[calls.length] ?? { status: 500, body: {} };
      calls.push({ target: request.headers['x-amz-target'], input: JSON.parse(body) });
      response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' }).end(JSON.stringify(answer));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  open.push(server);
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return { calls, logs: createRegionLogs(`http://127.0.0.1:${port}`) };
}

const stream = { logStreamName: 's', lastEventTimestamp: 7 };

test('reads streams from the latest on, and the end of each', async () => {
  const { calls, logs } = await serviceOf(
    { body: { logStreams: [stream], nextToken: 't' } },
    { body: { events: [{ timestamp: 7, message: 'seven' }] } },
    { body: { logStreams: [] } },
  );
  expect(await logs.latestEvents({ logGroup: '/g', limit: 5, before: 9 })).toEqual([{ stream: 's', at: 7, text: 'seven' }]);
  const order = { logGroupName: '/g', orderBy: 'LastEventTime', descending: true };
  expect(calls).toEqual([
    { target: 'Logs_20140328.DescribeLogStreams', input: order },
    { target: 'Logs_20140328.GetLogEvents', input: { logGroupName: '/g', logStreamName: 's', limit: 5, endTime: 9 } },
    { target: 'Logs_20140328.DescribeLogStreams', input: { ...order, nextToken: 't' } },
  ]);
});

test('has no events of a group that is not there', async () => {
  const { logs } = await serviceOf({ status: 400, body: { __type: 'ResourceNotFoundException', message: 'The specified log group does not exist.' } });
  expect(await logs.latestEvents({ logGroup: '/g', limit: 5 })).toEqual([]);
});

test('says what failed', async () => {
  const { logs } = await serviceOf({ status: 400, body: { __type: 'InvalidParameterException', message: 'No.' } });
  await expect(logs.latestEvents({ logGroup: '/g', limit: 5 })).rejects.toMatchObject({
    code: 'LOGS_UNAVAILABLE',
    message: 'DescribeLogStreams failed: InvalidParameterException: No.',
  });
  await expect(createRegionLogs('http://127.0.0.1:1').latestEvents({ logGroup: '/g', limit: 5 })).rejects.toMatchObject({ code: 'LOGS_UNAVAILABLE' });
});
