import { describe, expect, test } from 'vitest';
import { isApplicationLineLogged, levelOfLine } from '../../../../src/lambda/logs/applicationLevels.ts';
import type { LogLevel, PlatformRecord } from '../../../../src/lambda/logs/platformRecord.ts';
import { isLogged, systemLevelOf, type SystemLevel } from '../../../../src/lambda/logs/systemLevels.ts';

const housed = { functionName: 'f', functionVersion: '1', instanceId: 'i', instanceMaxMemory: 1 };
const start = { ...housed, initializationType: 'on-demand', phase: 'init' } as const;
const initReport = { initializationType: 'on-demand', phase: 'init', status: 'success', metrics: { durationMs: 1 } } as const;
const metrics = { durationMs: 1, billedDurationMs: 1, memorySizeMB: 1, maxMemoryUsedMB: 1 };

describe('system log level event mapping', () => {
  test.each<[SystemLevel, PlatformRecord]>([
    ['INFO', { type: 'platform.initStart', record: { ...start, runtimeVersion: 'v' } }],
    ['DEBUG', { type: 'platform.initStart', record: start }],
    ['DEBUG', { type: 'platform.initRuntimeDone', record: { initializationType: 'on-demand', phase: 'init', status: 'success' } }],
    ['WARN', { type: 'platform.initRuntimeDone', record: { initializationType: 'on-demand', phase: 'init', status: 'error' } }],
    ['DEBUG', { type: 'platform.initReport', record: initReport }],
    ['INFO', { type: 'platform.initReport', record: { ...initReport, initializationType: 'provisioned-concurrency' } }],
    ['WARN', { type: 'platform.initReport', record: { ...initReport, status: 'timeout' } }],
    ['INFO', { type: 'platform.restoreStart', record: { ...housed, runtimeVersion: 'v' } }],
    ['DEBUG', { type: 'platform.restoreStart', record: housed }],
    ['DEBUG', { type: 'platform.restoreRuntimeDone', record: { status: 'success' } }],
    ['WARN', { type: 'platform.restoreRuntimeDone', record: { status: 'failure' } }],
    ['INFO', { type: 'platform.restoreReport', record: { status: 'success', metrics: { durationMs: 1 } } }],
    ['WARN', { type: 'platform.restoreReport', record: { status: 'error', metrics: { durationMs: 1 } } }],
    ['INFO', { type: 'platform.start', record: { requestId: 'r', version: '1' } }],
    ['DEBUG', { type: 'platform.runtimeDone', record: { requestId: 'r', status: 'success' } }],
    ['WARN', { type: 'platform.runtimeDone', record: { requestId: 'r', status: 'timeout' } }],
    ['INFO', { type: 'platform.report', record: { requestId: 'r', status: 'success', metrics } }],
    ['WARN', { type: 'platform.report', record: { requestId: 'r', status: 'timeout', metrics } }],
    ['INFO', { type: 'platform.extension', record: { name: 'e', state: 'Ready', events: [] } }],
    ['WARN', { type: 'platform.extension', record: { name: 'e', state: 'LaunchError', events: [], errorType: 'x' } }],
    ['INFO', { type: 'platform.telemetrySubscription', record: { name: 'e', state: 'Subscribed', types: [] } }],
    ['WARN', { type: 'platform.logsDropped', record: { reason: 'x', droppedRecords: 1, droppedBytes: 1 } }],
  ])('%s: %j', (level, record) => {
    expect(systemLevelOf(record)).toBe(level);
    expect(isLogged(record, { format: 'JSON', systemLevel: level })).toBe(true);
    expect(isLogged(record, { format: 'JSON', systemLevel: 'WARN' })).toBe(level === 'WARN');
    expect(isLogged(record, { format: 'JSON', systemLevel: 'DEBUG' })).toBe(true);
    expect(isLogged(record, { format: 'Text', systemLevel: 'WARN' })).toBe(true);
  });

  test('JSON has no end', () => {
    const end: PlatformRecord = { type: 'platform.end', record: { requestId: 'r' } };
    expect(isLogged(end, { format: 'JSON', systemLevel: 'DEBUG' })).toBe(false);
    expect(isLogged(end, { format: 'Text', systemLevel: 'INFO' })).toBe(true);
  });
});

describe('application lines', () => {
  test.each<[string, LogLevel]>([
    ['{"level": "debug", "msg": "my debug log", "timestamp": "2024-11-02T16:51:31.587199Z"}', 'DEBUG'],
    ['{"timestamp":"2026-08-09T12:34:56.789Z","level":"ERROR","message":"boom"}\n', 'ERROR'],
    ['{"level":"NOTICE"}', 'INFO'],
    ['{"level":"constructor"}', 'INFO'],
    ['{"level":3}', 'INFO'],
    ['{"msg":"x"}', 'INFO'],
    ['hello "level":"ERROR"', 'INFO'],
    ['{"level":"ERROR"', 'INFO'],
    ['["level","ERROR"]', 'INFO'],
    ['', 'INFO'],
  ])('%j is %s', (line, level) => {
    expect(levelOfLine(line)).toBe(level);
  });

  test.each<[boolean, string, 'Text' | 'JSON', LogLevel, LogLevel | undefined]>([
    [true, '{"level":"DEBUG"}', 'Text', 'FATAL', undefined],
    [false, '{"level":"DEBUG"}', 'JSON', 'INFO', undefined],
    [true, '{"level":"DEBUG"}', 'JSON', 'DEBUG', undefined],
    [true, 'plain', 'JSON', 'INFO', undefined],
    [false, 'plain', 'JSON', 'WARN', undefined],
    [true, 'plain', 'JSON', 'TRACE', undefined],
    [true, 'plain, in a frame with a level', 'JSON', 'WARN', 'ERROR'],
    [false, '{"level":"FATAL"}', 'JSON', 'WARN', 'INFO'],
  ])('logged %s: %j, %s, %s, frame %s', (logged, line, format, applicationLevel, frameLevel) => {
    expect(isApplicationLineLogged(line, { format, applicationLevel }, frameLevel)).toBe(logged);
  });
});
