import { cp } from 'node:fs/promises';
import { beforeAll, describe, test } from 'vitest';
import { needs, versionOf } from '../../../shared/toolchain.ts';
import { startHandler } from '../handlerProcess.ts';
import { builtFixture, buildTimeoutMs } from './builtFixture.ts';
import { itSpeaksTheRuntimeApi } from './clientContract.ts';
import { expectServed } from './servedFunction.ts';

describe('aws-lambda-go', () => {
  needs('go');
  let codeFolder = '';

  beforeAll(async () => {
    const toolchain = versionOf('go');
    if (toolchain === undefined) return;
    const environment = { CGO_ENABLED: '0', GOFLAGS: '-mod=readonly' };
    const build = ['go', 'build', '-trimpath', '-tags', 'lambda.norpc', '-o', 'bootstrap', '.'] as const;
    codeFolder = await builtFixture({ name: 'go', toolchain, commands: [build], environment, keep: ['bootstrap'] });
  }, buildTimeoutMs);

  itSpeaksTheRuntimeApi({
    start: () => startHandler({ runtime: 'provided.al2023', handler: 'bootstrap', codeFolder, memory: 512 }),
    errorType: 'errorString',
  });

  test('serves as a function', () =>
    expectServed({
      runtime: 'provided.al2023',
      handler: 'bootstrap',
      lay: (folder) => cp(codeFolder, folder, { recursive: true }),
      errorType: 'errorString',
    }));
});
