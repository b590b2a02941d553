import { describe, expect, test } from 'vitest';
import { parseCommandLine } from '../../../../src/runner/cli/commandLine.ts';
import { defaultDataFolder } from '../../../../src/runner/cli/dataFolder.ts';

const serve = {
  type: 'serve',
  templates: [],
  port: 0,
  dataFolder: undefined,
  region: 'us-east-1',
  account: '000000000000',
  concurrency: 1000,
  idleSeconds: 300,
  timeScale: 1,
  rateScale: 1,
  s3Folder: undefined,
  awsEndpoint: undefined,
  runtimes: {},
  runtimesFile: undefined,
  isolation: 'process',
  isolationOf: {},
  containerTool: undefined,
  credentialsProfile: undefined,
  environmentFiles: {},
  streamBandwidth: 2,
  logMegabytes: 50,
  signingRoots: [],
  ownerStdin: false,
};

describe('the command line', () => {
  test.each([
    [['serve'], serve],
    [['serve', '--template', 'a.yaml', '--template', 'b.yaml'], { ...serve, templates: ['a.yaml', 'b.yaml'] }],
    [['serve', '--port', '3001', '--data', '/d', '--region', 'eu-west-1'], { ...serve, port: 3001, dataFolder: '/d', region: 'eu-west-1' }],
    [['serve', '--account', '123456789012', '--concurrency', '10'], { ...serve, account: '123456789012', concurrency: 10 }],
    [['serve', '--runtime', 'python3.11=/opt/a=b/python'], { ...serve, runtimes: { 'python3.11': '/opt/a=b/python' } }],
    [['serve', '--runtimes', 'r.json'], { ...serve, runtimesFile: 'r.json' }],
    [['serve', '--isolation', 'sandbox', '--container-tool', 'podman'], { ...serve, isolation: 'sandbox', containerTool: 'podman' }],
    [
      ['serve', '--isolation-of', 'a=container', '--isolation-of', 'b=process'],
      { ...serve, isolationOf: { a: 'container', b: 'process' } },
    ],
    [['serve', '--profile=dev', '--stream-bandwidth', '0.5'], { ...serve, credentialsProfile: 'dev', streamBandwidth: 0.5 }],
    [
      ['serve', '--environment-file', '.env', '--environment-file', 'orders=a=b.env', '--environment-file', './c=d'],
      { ...serve, environmentFiles: { '*': './c=d', orders: 'a=b.env' } },
    ],
    [['serve', '--environment-file', '*=.env', '--log-megabytes', '7'], { ...serve, environmentFiles: { '*': '.env' }, logMegabytes: 7 }],
    [['serve', '--signing-root', 'a.pem', '--signing-root=b.der'], { ...serve, signingRoots: ['a.pem', 'b.der'] }],
    [
      ['invoke', 'orders', '--event', '-', '--tail'],
      { type: 'invoke', functionName: 'orders', event: '-', qualifier: undefined, endpoint: undefined, tail: true },
    ],
    [[], { type: 'help' }],
    [['--help'], { type: 'help' }],
    [['simulate', '--help'], { type: 'help' }],
    [['invoke', 'orders', '-h'], { type: 'help' }],
    [['--version'], { type: 'version' }],
  ])('%j', (args, expected) => {
    expect(parseCommandLine(args)).toEqual(expected);
  });

  test.each([
    [['fly']],
    [['serve', '--port', '70000']],
    [['serve', '--port', 'x']],
    [['serve', '--account', '12']],
    [['constructor']],
    [['__proto__', 'a']],
    [['serve', '--concurrency', '0']],
    [['serve', '--unknown']],
    [['serve', '--runtime', 'python3.11']],
    [['serve', '--isolation', 'jail']],
    [['serve', '--isolation-of', 'container']],
    [['serve', '--isolation-of', 'a=jail']],
    [['serve', '--container-tool', '']],
    [['serve', '--profile', '']],
    [['serve', '--environment-file', '']],
    [['serve', '--environment-file', 'orders=']],
    [['serve', '--stream-bandwidth', '-1']],
    [['serve', '--log-megabytes', '0']],
    [['invoke']],
    [['invoke', 'a', 'b']],
  ])('%j is refused with the usage', (args) => {
    expect(() => parseCommandLine(args)).toThrow(expect.objectContaining({ code: 'USAGE', message: expect.stringContaining('Usage:') }));
  });
});

test.each([
  ['linux', {}, '/home/u/.local/share/lambda-workbench'],
  ['linux', { XDG_DATA_HOME: '/x' }, '/x/lambda-workbench'],
  ['darwin', {}, '/home/u/Library/Application Support/lambda-workbench'],
] as const)('the data folder on %s with %o', (platform, environment, expected) => {
  expect(defaultDataFolder(platform, '/home/u', environment)).toBe(expected);
});

test('the data folder on Windows is the local one', () => {
  expect(defaultDataFolder('win32', 'C:\\Users\\u', { LOCALAPPDATA: 'C:\\L' })).toContain('C:\\L');
});
