import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { entryFormat } from '../../../../src/runner/environment/telemetry/entryFormat.ts';
import type { SchemaVersion } from '../../../../src/runner/environment/telemetry/schemaVersions.ts';
import type { TelemetryEntry } from '../../../../src/runner/environment/telemetry/telemetry.ts';

const at = Date.UTC(2022, 9, 12, 0, 3, 50, 5);
const time = '2022-10-12T00:03:50.005Z';

function check(version: SchemaVersion, entry: TelemetryEntry, expected: readonly object[]): void {
  const events = entryFormat(version)(at, entry).map((text) => v.parse(v.looseObject({}), JSON.parse(text)));
  expect(events).toEqual(expected.map((event) => ({ time, ...event })));
}

const tracing = { type: 'X-Amzn-Trace-Id', value: 'Root=1' } as const;
const start: TelemetryEntry = { type: 'platform.start', record: { requestId: 'r', version: '1', tracing } };
const end: TelemetryEntry = { type: 'platform.end', record: { requestId: 'r' } };
const metrics = { durationMs: 1.5, billedDurationMs: 2, memorySizeMB: 128, maxMemoryUsedMB: 60 };
const report: TelemetryEntry = { type: 'platform.report', record: { requestId: 'r', status: 'success', metrics, tracing } };
const subscription = { name: 'a', state: 'Subscribed', types: ['platform'] };
const subscribed: TelemetryEntry = { type: 'platform.telemetrySubscription', record: subscription };
const initReport: TelemetryEntry = {
  type: 'platform.initReport',
  record: { initializationType: 'on-demand', phase: 'init', status: 'success', metrics: { durationMs: 1 } },
};
const extension: TelemetryEntry = { type: 'platform.extension', record: { name: 'a', state: 'Ready', events: ['INVOKE'] } };
const dropped: TelemetryEntry = { type: 'platform.logsDropped', record: { reason: 'b', droppedRecords: 1, droppedBytes: 2 } };

function done(status: 'success' | 'error' | 'failure' | 'timeout', errorType?: string): TelemetryEntry {
  const record = { requestId: 'r', status, metrics: { durationMs: 1, producedBytes: 2 } };
  return { type: 'platform.runtimeDone', record: errorType === undefined ? record : { ...record, errorType } };
}

describe('the Telemetry API', () => {
  test.each([start, report, subscribed, initReport, extension, dropped, done('timeout')])('tells $type as it is', (entry) => {
    check('2022-07-01', entry, [entry]);
    check('2025-01-29', entry, [entry]);
  });

  test('has no platform.end', () => {
    check('2022-12-13', end, []);
  });

  test('has lines as text, with their newline', () => {
    check('2022-12-13', { type: 'function', record: 'a "line"' }, [{ type: 'function', record: 'a "line"\n' }]);
    check('2022-07-01', { type: 'extension', record: 'é' }, [{ type: 'extension', record: 'é\n' }]);
    check('2020-08-15', { type: 'function', record: 'a\nb\n' }, [{ type: 'function', record: 'a\nb\n' }]);
  });

  test.each<[SchemaVersion, unknown]>([
    ['2022-07-01', '{"level":"INFO","message":"m"}\n'],
    ['2022-12-13', { level: 'INFO', message: 'm' }],
    ['2025-01-29', { level: 'INFO', message: 'm' }],
    ['2021-03-18', '{"level":"INFO","message":"m"}\n'],
  ])('has what was logged as JSON, by schema %s', (version, record) => {
    check(version, { type: 'function', record: { level: 'INFO', message: 'm' } }, [{ type: 'function', record }]);
  });
});

describe('the Logs API', () => {
  test.each<[TelemetryEntry, readonly object[]]>([
    [start, [{ type: 'platform.start', record: { requestId: 'r', version: '1' } }]],
    [end, [end]],
    [report, [{ type: 'platform.report', record: { requestId: 'r', metrics, tracing } }]],
    [extension, [extension]],
    [subscribed, [{ type: 'platform.logsSubscription', record: subscription }]],
    [dropped, [dropped]],
    [initReport, []],
    [done('success'), []],
    [done('timeout'), [{ type: 'platform.fault', record: 'RequestId: r\tStatus: timeout\n' }]],
    [
      done('failure', 'Runtime.ExitError'),
      [{ type: 'platform.fault', record: 'RequestId: r\tStatus: failure\tErrorType: Runtime.ExitError\n' }],
    ],
    [{ type: 'extension', record: 'line' }, [{ type: 'extension', record: 'line\n' }]],
  ])('%j', (entry, expected) => {
    check('2020-08-15', entry, expected);
  });

  test.each(['success', 'error'] as const)('tells of a runtime that is done with %s by its later schema', (status) => {
    check('2021-03-18', done(status), [{ type: 'platform.runtimeDone', record: { requestId: 'r', status } }]);
  });

  test('tells of a fault besides', () => {
    check('2021-03-18', done('failure'), [
      { type: 'platform.fault', record: 'RequestId: r\tStatus: failure\n' },
      { type: 'platform.runtimeDone', record: { requestId: 'r', status: 'failure' } },
    ]);
  });
});
