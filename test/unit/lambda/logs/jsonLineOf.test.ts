import { expect, test } from 'vitest';
import { jsonLineOf } from '../../../../src/lambda/logs/jsonLineOf.ts';
import type { PlatformRecord } from '../../../../src/lambda/logs/platformRecord.ts';

const at = Date.UTC(2026, 9, 8, 7, 30, 29, 470);
const requestId = '79b5e81f-9cdd-4145-b1f6-7c50ef8a2a36';

/** Answers of the service. */
test.each<[string, PlatformRecord, string]>([
  [
    'start',
    {
      type: 'platform.start',
      record: { requestId, functionArn: 'arn:aws:lambda:eu-central-1:123456789012:function:f', version: '$LATEST' },
    },
    `{"time":"2026-10-08T07:30:29.470Z","type":"platform.start","record":{"requestId":"${requestId}",` +
      '"functionArn":"arn:aws:lambda:eu-central-1:123456789012:function:f","version":"$LATEST"}}\n',
  ],
  [
    'report, with durations in whole microseconds',
    {
      type: 'platform.report',
      record: {
        requestId,
        metrics: { durationMs: 1233.960_000_1, billedDurationMs: 1698, memorySizeMB: 256, maxMemoryUsedMB: 123, initDurationMs: 463.512_49 },
        status: 'success',
      },
    },
    `{"time":"2026-10-08T07:30:29.470Z","type":"platform.report","record":{"requestId":"${requestId}","metrics":` +
      '{"durationMs":1233.96,"billedDurationMs":1698,"memorySizeMB":256,"maxMemoryUsedMB":123,"initDurationMs":463.512},"status":"success"}}\n',
  ],
  [
    'runtimeDone, with spans',
    {
      type: 'platform.runtimeDone',
      record: {
        requestId,
        status: 'success',
        spans: [{ name: 'responseLatency', start: '2022-10-21T14:05:03.165Z', durationMs: 2598.000_4 }],
        metrics: { durationMs: 2599, producedBytes: 8 },
      },
    },
    `{"time":"2026-10-08T07:30:29.470Z","type":"platform.runtimeDone","record":{"requestId":"${requestId}","status":"success","spans":` +
      '[{"name":"responseLatency","start":"2022-10-21T14:05:03.165Z","durationMs":2598}],"metrics":{"durationMs":2599,"producedBytes":8}}}\n',
  ],
])('%s', (_title, record, expected) => {
  expect(jsonLineOf(at, record)).toBe(expected);
});
