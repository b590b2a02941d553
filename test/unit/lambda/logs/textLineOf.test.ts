import { expect, test } from 'vitest';
import type { PlatformRecord, ReportMetrics } from '../../../../src/lambda/logs/platformRecord.ts';
import { textLineOf, timeoutLine } from '../../../../src/lambda/logs/textLineOf.ts';

const requestId = '8286a188-ba32-4475-8077-530cd35c09a9';
const housed = { functionName: 'f', functionVersion: '1', instanceId: 'i', instanceMaxMemory: 134_217_728 };
const versioned = { ...housed, runtimeVersion: 'java:11.v15', runtimeVersionArn: 'arn:aws:lambda:eu-west-1::runtime:0a' };
const metrics: ReportMetrics = { durationMs: 22.731, billedDurationMs: 23, memorySizeMB: 1024, maxMemoryUsedMB: 64 };
const root = '1-5e34a614-10bdxmplf1fb44f07bc535a1';

const report = (changes: Partial<Extract<PlatformRecord, { type: 'platform.report' }>['record']>): PlatformRecord => ({
  type: 'platform.report',
  record: { requestId, status: 'success', metrics, ...changes },
});

test.each<[string, PlatformRecord, string | undefined]>([
  [
    'INIT_START',
    { type: 'platform.initStart', record: { ...versioned, initializationType: 'on-demand', phase: 'init' } },
    'INIT_START Runtime Version: java:11.v15\tRuntime Version ARN: arn:aws:lambda:eu-west-1::runtime:0a\n',
  ],
  [
    'no second INIT_START inside of an invocation',
    { type: 'platform.initStart', record: { ...versioned, initializationType: 'on-demand', phase: 'invoke' } },
    undefined,
  ],
  ['no INIT_START without a version', { type: 'platform.initStart', record: { ...housed, initializationType: 'on-demand', phase: 'init' } }, undefined],
  [
    'no INIT_REPORT of success on demand',
    { type: 'platform.initReport', record: { initializationType: 'on-demand', phase: 'init', status: 'success', metrics: { durationMs: 1 } } },
    undefined,
  ],
  [
    'INIT_REPORT of a timeout',
    { type: 'platform.initReport', record: { initializationType: 'on-demand', phase: 'init', status: 'timeout', metrics: { durationMs: 1236.04 } } },
    'INIT_REPORT Init Duration: 1236.04 ms\tPhase: init\tStatus: timeout\n',
  ],
  [
    'INIT_REPORT of an extension that crashed',
    {
      type: 'platform.initReport',
      record: { initializationType: 'on-demand', phase: 'invoke', status: 'error', errorType: 'Extension.Crash', metrics: { durationMs: 1236.04 } },
    },
    'INIT_REPORT Init Duration: 1236.04 ms\tPhase: invoke\tStatus: error\tError Type: Extension.Crash\n',
  ],
  [
    'INIT_REPORT of a snapshot',
    { type: 'platform.initReport', record: { initializationType: 'snap-start', phase: 'init', status: 'success', metrics: { durationMs: 9908.09 } } },
    'INIT_REPORT Init Duration: 9908.09 ms\n',
  ],
  [
    'RESTORE_START',
    { type: 'platform.restoreStart', record: versioned },
    'RESTORE_START Runtime Version: java:11.v15\tRuntime Version ARN: arn:aws:lambda:eu-west-1::runtime:0a\n',
  ],
  [
    'RESTORE_REPORT',
    { type: 'platform.restoreReport', record: { status: 'success', metrics: { durationMs: 511.25 } } },
    'RESTORE_REPORT Restore Duration: 511.25 ms\n',
  ],
  [
    'RESTORE_REPORT of a timeout',
    { type: 'platform.restoreReport', record: { status: 'timeout', metrics: { durationMs: 1236.04 } } },
    'RESTORE_REPORT Restore Duration: 1236.04 ms\tStatus: timeout\n',
  ],
  [
    'RESTORE_REPORT of a hook that failed',
    { type: 'platform.restoreReport', record: { status: 'error', errorType: 'Runtime.ExitError', metrics: { durationMs: 1236.04 } } },
    'RESTORE_REPORT Restore Duration: 1236.04 ms\tStatus: error\tError Type: Runtime.ExitError\n',
  ],
  ['START', { type: 'platform.start', record: { requestId, version: '$LATEST' } }, `START RequestId: ${requestId} Version: $LATEST\n`],
  ['END', { type: 'platform.end', record: { requestId } }, `END RequestId: ${requestId}\n`],
  [
    'REPORT',
    report({}),
    `REPORT RequestId: ${requestId}\tDuration: 22.73 ms\tBilled Duration: 23 ms\tMemory Size: 1024 MB\tMax Memory Used: 64 MB\t\n`,
  ],
  [
    'REPORT of a cold invocation',
    report({ metrics: { ...metrics, initDurationMs: 4559.614 } }),
    `REPORT RequestId: ${requestId}\tDuration: 22.73 ms\tBilled Duration: 23 ms\tMemory Size: 1024 MB\tMax Memory Used: 64 MB\tInit Duration: 4559.61 ms\t\n`,
  ],
  [
    'REPORT of a restored environment',
    report({ metrics: { ...metrics, restoreDurationMs: 398.97, billedRestoreDurationMs: 182 } }),
    `REPORT RequestId: ${requestId}\tDuration: 22.73 ms\tBilled Duration: 23 ms\tMemory Size: 1024 MB\tMax Memory Used: 64 MB\t` +
      'Restore Duration: 398.97 ms\tBilled Restore Duration: 182 ms\t\n',
  ],
  [
    'REPORT of a failure',
    report({ status: 'failure', errorType: 'Runtime.ExitError' }),
    `REPORT RequestId: ${requestId}\tDuration: 22.73 ms\tBilled Duration: 23 ms\tMemory Size: 1024 MB\tMax Memory Used: 64 MB\t` +
      'Status: error\tError Type: Runtime.ExitError\t\n',
  ],
  [
    'REPORT of a sampled trace',
    report({ tracing: { type: 'X-Amzn-Trace-Id', spanId: '4bf3e2b5b2d1d1a1', value: `Root=${root};Parent=0efbd19962d95b05;Sampled=1` } }),
    `REPORT RequestId: ${requestId}\tDuration: 22.73 ms\tBilled Duration: 23 ms\tMemory Size: 1024 MB\tMax Memory Used: 64 MB\t\n` +
      `XRAY TraceId: ${root}\tSegmentId: 4bf3e2b5b2d1d1a1\tSampled: true\t\n`,
  ],
  [
    'no trace that is not sampled',
    report({ tracing: { type: 'X-Amzn-Trace-Id', value: `Root=${root};Parent=0efbd19962d95b05;Sampled=0` } }),
    `REPORT RequestId: ${requestId}\tDuration: 22.73 ms\tBilled Duration: 23 ms\tMemory Size: 1024 MB\tMax Memory Used: 64 MB\t\n`,
  ],
  [
    'EXTENSION',
    { type: 'platform.extension', record: { name: 'AppConfigAgent', state: 'Ready', events: ['INVOKE', 'SHUTDOWN'] } },
    'EXTENSION\tName: AppConfigAgent\tState: Ready\tEvents: [INVOKE, SHUTDOWN]\n',
  ],
  [
    'EXTENSION that does not start',
    { type: 'platform.extension', record: { name: 'e', state: 'LaunchError', events: [], errorType: 'PermissionDenied' } },
    'EXTENSION\tName: e\tState: LaunchError\tEvents: []\tError Type: PermissionDenied\n',
  ],
  [
    'TELEMETRY',
    { type: 'platform.telemetrySubscription', record: { name: 'datadog-agent', state: 'Subscribed', types: ['platform', 'function', 'extension'] } },
    'TELEMETRY\tName: datadog-agent\tState: Subscribed\tTypes: [Platform, Function, Extension]\n',
  ],
  ['nothing of what the runtime did', { type: 'platform.runtimeDone', record: { requestId, status: 'success' } }, undefined],
])('%s', (_title, record, expected) => {
  expect(textLineOf(record)).toBe(expected);
});

test('the line of a timeout', () => {
  expect(timeoutLine(Date.UTC(2026, 10, 21, 9, 8, 7, 6), requestId, 3)).toBe(`2026-11-21T09:08:07.006Z ${requestId} Task timed out after 3.00 seconds\n\n`);
});
