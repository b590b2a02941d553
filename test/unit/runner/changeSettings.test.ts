import { expect, test } from 'vitest';
import type { RegionSettings } from '../../../src/protocol/runner.ts';
import { changeSettings } from '../../../src/runner/changeSettings.ts';
import { defaultIsolation, defaultLogBytes, initialSettings, lambdaBandwidth, type MutableSettings } from '../../../src/runner/regionSettings.ts';

function settings(more: Partial<MutableSettings> = {}): MutableSettings {
  return initialSettings({
    idleSeconds: 300,
    runtimes: {},
    timeScale: 1,
    rateScale: 1,
    s3Folder: undefined,
    awsEndpoint: undefined,
    isolation: defaultIsolation,
    credentialsProfile: undefined,
    environmentFiles: {},
    streamBandwidth: lambdaBandwidth,
    logBytesPerFunction: defaultLogBytes,
    signingRoots: [],
    ...more,
  });
}

const python = { command: '/usr/bin/python3' };

/** What a change makes of the settings, and which of the functions a and b (nodejs24.x) and p (python3.13) it concerns. */
test.each<[string, Partial<MutableSettings>, RegionSettings, Partial<MutableSettings>, string]>([
  ['nothing', {}, {}, {}, ''],
  ['how fast environments start', {}, { rateScale: 0.01 }, { rateScale: 0.01 }, ''],
  ['idle time and time scale', {}, { idleSeconds: 5, timeScale: 0 }, { idleSeconds: 5, timeScale: 0 }, ''],
  ['S3 and the endpoint', {}, { s3Folder: '/s3', awsEndpoint: 'http://h' }, { s3Folder: '/s3', awsEndpoint: 'http://h' }, ''],
  ['empty texts are none', { s3Folder: '/s3', awsEndpoint: 'http://h' }, { s3Folder: '', awsEndpoint: '' }, { s3Folder: undefined, awsEndpoint: undefined }, ''],
  ['isolation', {}, { isolation: 'sandbox' }, { isolation: { ...defaultIsolation, default: 'sandbox' } }, 'abp'],
  ['isolation as it is', {}, { isolation: 'process', isolationOf: { a: 'process' } }, { isolation: { ...defaultIsolation, functions: { a: 'process' } } }, ''],
  ['isolation of one', {}, { isolationOf: { a: 'container' } }, { isolation: { ...defaultIsolation, functions: { a: 'container' } } }, 'a'],
  [
    'isolation of the others',
    { isolation: { ...defaultIsolation, functions: { a: 'sandbox' } } },
    { isolation: 'sandbox' },
    { isolation: { default: 'sandbox', functions: { a: 'sandbox' }, containerTool: undefined } },
    'bp',
  ],
  [
    'the tool of containers',
    { isolation: { ...defaultIsolation, functions: { a: 'container' } } },
    { containerTool: 'podman' },
    { isolation: { default: 'process', functions: { a: 'container' }, containerTool: 'podman' } },
    'a',
  ],
  ['a profile', {}, { credentialsProfile: 'dev' }, { credentialsProfile: 'dev' }, 'abp'],
  ['the same profile', { credentialsProfile: 'dev' }, { credentialsProfile: 'dev' }, { credentialsProfile: 'dev' }, ''],
  ['no profile', { credentialsProfile: 'dev' }, { credentialsProfile: '' }, { credentialsProfile: undefined }, 'abp'],
  ['an environment file', {}, { environmentFiles: { b: '/b' } }, { environmentFiles: { b: '/b' } }, 'b'],
  ['that of all', {}, { environmentFiles: { '*': '/e' } }, { environmentFiles: { '*': '/e' } }, 'abp'],
  ['another one', { environmentFiles: { '*': '/e', a: '/a' } }, { environmentFiles: { a: '/other', '*': '/e' } }, { environmentFiles: { a: '/other', '*': '/e' } }, 'a'],
  ['a runtime', {}, { runtimes: { 'python3.13': python } }, { runtimes: { 'python3.13': python } }, 'p'],
  ['the same runtime', { runtimes: { 'python3.13': python } }, { runtimes: { 'python3.13': { ...python } } }, { runtimes: { 'python3.13': python } }, ''],
  ['bandwidth', {}, { streamBandwidth: 0.5 }, { streamBandwidth: { burstBytes: 6_291_456, bytesPerSecond: 524_288 } }, ''],
  ['bandwidth without end', {}, { streamBandwidth: 0 }, { streamBandwidth: { burstBytes: 6_291_456, bytesPerSecond: Infinity } }, ''],
  ['signing roots', { signingRoots: ['/a'] }, { signingRoots: ['/b'] }, { signingRoots: ['/b'] }, ''],
  ['logs', {}, { logMegabytes: 2 }, { logBytesPerFunction: 2_097_152 }, ''],
])('%s', (_, before, change, after, concerned) => {
  const region = settings(before);
  const concerns = changeSettings(region, change);
  expect(region).toEqual(settings({ ...before, ...after }));
  const functions = { a: 'nodejs24.x', b: 'nodejs24.x', p: 'python3.13' };
  expect(Object.entries(functions).filter(([name, runtime]) => concerns(name, runtime)).map(([name]) => name).join('')).toBe(concerned);
});
