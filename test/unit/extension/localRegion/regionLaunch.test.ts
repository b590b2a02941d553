import { expect, it } from 'vitest';
import { regionLaunch } from '../../../../src/extension/localRegion/regionLaunch.ts';

const options = { executable: '/app/node', script: '/ext/dist/runner.cjs', dataFolder: '/data', port: 0, region: 'eu-west-1', env: { PATH: '/bin' } };

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
