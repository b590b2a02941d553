import { expect, it } from 'vitest';
import { parseCommandLine } from '../../../../src/runner/cli/commandLine.ts';
import { regionLaunch } from '../../../../src/extension/localRegion/regionLaunch.ts';

const options = {
  executable: '/app/node',
  script: '/ext/dist/runner.cjs',
  dataFolder: '/data',
  port: 0,
  region: 'eu-west-1',
  settings: {},
  env: { PATH: '/bin' },
};

it('runs the service so that it ends with its owner', () => {
  expect(regionLaunch({ ...options, isElectron: false })).toEqual({
    command: '/app/node',
    args: ['/ext/dist/runner.cjs', 'serve', '--port', '0', '--data', '/data', '--region', 'eu-west-1', '--owner-stdin'],
    env: { PATH: '/bin' },
  });
});

it('makes Electron be Node', () => {
  expect(regionLaunch({ ...options, isElectron: true }).env).toEqual({ PATH: '/bin', ELECTRON_RUN_AS_NODE: '1' });
});

it('says how functions run, in words that the command line understands', () => {
  const { args } = regionLaunch({
    ...options,
    isElectron: false,
    settings: {
      idleSeconds: 7,
      isolation: 'sandbox',
      isolationOf: { orders: 'container' },
      containerTool: '-podman',
      credentialsProfile: 'my dev',
      environmentFiles: { '*': '/w/.env', orders: '/w/a=b.env' },
      timeScale: 0,
      rateScale: 0.01,
    },
  });
  expect(parseCommandLine(args.slice(1))).toMatchObject({
    ownerStdin: true,
    isolation: 'sandbox',
    isolationOf: { orders: 'container' },
    containerTool: '-podman',
    credentialsProfile: 'my dev',
    environmentFiles: { '*': '/w/.env', orders: '/w/a=b.env' },
    timeScale: 0,
    rateScale: 0.01,
  });
});

it.each([
  { timeScale: -1, rateScale: 0 },
  { timeScale: 1.5, rateScale: 2 },
  { timeScale: 1e-7, rateScale: 1e-7 },
])('leaves what the command line would refuse to the control API: $timeScale, $rateScale', (settings) => {
  expect(regionLaunch({ ...options, isElectron: false, settings }).args.at(-1)).toBe('--owner-stdin');
});

it('says nothing of what is not set', () => {
  const settings = { isolationOf: {}, containerTool: '', credentialsProfile: '', environmentFiles: {}, timeScale: 1, rateScale: 1 };
  expect(regionLaunch({ ...options, isElectron: false, settings }).args.at(-1)).toBe('--owner-stdin');
});
