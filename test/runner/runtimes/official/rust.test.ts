import { cp } from 'node:fs/promises';
import { beforeAll, describe, expect, test } from 'vitest';
import { needs, versionOf } from '../../../shared/toolchain.ts';
import { startHandler } from '../handlerProcess.ts';
import { builtFixture, buildTimeoutMs } from './builtFixture.ts';
import { itSpeaksTheRuntimeApi } from './clientContract.ts';
import { expectServed } from './servedFunction.ts';

describe('lambda_runtime', () => {
  needs('cargo');
  let codeFolder = '';

  beforeAll(async () => {
    const toolchain = versionOf('cargo');
    if (toolchain === undefined) return;
    const build = ['cargo', 'build', '--quiet', '--locked', '--target-dir', 'target'] as const;
    codeFolder = await builtFixture({ name: 'rust', toolchain, commands: [build], keep: ['target/debug/bootstrap'] });
  }, buildTimeoutMs);

  itSpeaksTheRuntimeApi({
    start: () => startHandler({ runtime: 'provided.al2023', handler: 'bootstrap', codeFolder, memory: 512 }),
    errorType: expect.stringContaining('Error'),
  });

  test('serves as a function', () =>
    expectServed({
      runtime: 'provided.al2023',
      handler: 'bootstrap',
      lay: (folder) => cp(codeFolder, folder, { recursive: true }),
      errorType: expect.stringContaining('Error'),
    }));
});
