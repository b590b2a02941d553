import { expect, test } from 'vitest';
import { billedDurationMs, endLine, initReportLine, initStartLine, reportLine, startLine } from '../../../src/lambda/logLines.ts';

test.each([
  ['START', startLine('id', '$LATEST'), 'START RequestId: id Version: $LATEST\n'],
  ['END', endLine('id'), 'END RequestId: id\n'],
  ['INIT_START', initStartLine('nodejs24.x', 'arn'), 'INIT_START Runtime Version: nodejs24.x\tRuntime Version ARN: arn\n'],
  [
    'REPORT of a warm invocation',
    reportLine({ requestId: 'id', durationMs: 1.234, memorySizeMb: 128, maxMemoryUsedMb: 67 }),
    'REPORT RequestId: id\tDuration: 1.23 ms\tBilled Duration: 2 ms\tMemory Size: 128 MB\tMax Memory Used: 67 MB\t\n',
  ],
  [
    'REPORT of a cold invocation',
    reportLine({ requestId: 'id', durationMs: 1.2, initDurationMs: 120, memorySizeMb: 128, maxMemoryUsedMb: 67 }),
    'REPORT RequestId: id\tDuration: 1.20 ms\tBilled Duration: 122 ms\tMemory Size: 128 MB\tMax Memory Used: 67 MB\tInit Duration: 120.00 ms\t\n',
  ],
  [
    'REPORT of a timeout',
    reportLine({ requestId: 'id', durationMs: 3000, memorySizeMb: 128, maxMemoryUsedMb: 67, failure: { status: 'timeout' } }),
    'REPORT RequestId: id\tDuration: 3000.00 ms\tBilled Duration: 3000 ms\tMemory Size: 128 MB\tMax Memory Used: 67 MB\tStatus: timeout\t\n',
  ],
  [
    'REPORT of a crash',
    reportLine({ requestId: 'id', durationMs: 5, memorySizeMb: 128, maxMemoryUsedMb: 9, failure: { status: 'error', errorType: 'Runtime.ExitError' } }),
    'REPORT RequestId: id\tDuration: 5.00 ms\tBilled Duration: 5 ms\tMemory Size: 128 MB\tMax Memory Used: 9 MB\tStatus: error\tError Type: Runtime.ExitError\t\n',
  ],
  [
    'INIT_REPORT',
    initReportLine({ durationMs: 12.3456, status: 'error', errorType: 'Runtime.ImportModuleError' }),
    'INIT_REPORT Init Duration: 12.35 ms\tPhase: init\tStatus: error\tError Type: Runtime.ImportModuleError\n',
  ],
])('%s', (_title, line, expected) => {
  expect(line).toBe(expected);
});

test('billed is initialisation and run together, rounded up once', () => {
  expect(billedDurationMs({ durationMs: 0.4, initDurationMs: 0.4 })).toBe(1);
});
