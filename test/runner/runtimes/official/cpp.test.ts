import { cp } from 'node:fs/promises';
import { beforeAll, describe, test } from 'vitest';
import { needs, versionOf } from '../../../shared/toolchain.ts';
import { startHandler } from '../handlerProcess.ts';
import { builtFixture, buildTimeoutMs } from './builtFixture.ts';
import { itSpeaksTheRuntimeApi } from './clientContract.ts';
import { expectServed } from './servedFunction.ts';

describe('a bootstrap in C++', () => {
  needs('g++');
  let codeFolder = '';

  beforeAll(async () => {
    const toolchain = versionOf('g++');
    if (toolchain === undefined) return;
    const build = ['g++', '-std=c++17', '-O1', '-o', 'bootstrap', 'bootstrap.cpp'] as const;
    codeFolder = await builtFixture({ name: 'cpp', toolchain, commands: [build], keep: ['bootstrap'] });
  }, buildTimeoutMs);

  itSpeaksTheRuntimeApi({
    start: () => startHandler({ runtime: 'provided.al2023', handler: 'bootstrap', codeFolder, memory: 512 }),
    errorType: 'CppError',
  });

  test('serves as a function', () =>
    expectServed({
      runtime: 'provided.al2023',
      handler: 'bootstrap',
      lay: (folder) => cp(codeFolder, folder, { recursive: true }),
      errorType: 'CppError',
    }));
});
