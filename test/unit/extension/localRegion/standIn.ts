import { fileURLToPath } from 'node:url';
import { systemClock } from '../../../../src/common/clock.ts';
import type { Logger } from '../../../../src/common/logger.ts';
import { LocalRegion, type LocalRegionOptions } from '../../../../src/extension/localRegion/localRegion.ts';
import type { RegionLaunch } from '../../../../src/extension/localRegion/regionProcess.ts';

const script = fileURLToPath(new URL('standInRegion.mjs', import.meta.url));

export function standInLaunch(...args: readonly string[]): RegionLaunch {
  return { command: process.execPath, args: [script, ...args], env: process.env };
}

export interface RegionUnderTest {
  readonly region: LocalRegion;
  readonly phases: string[];
  readonly log: string[];
}

export function regionUnderTest(options: Partial<LocalRegionOptions> = {}): RegionUnderTest {
  const log: string[] = [];
  const write = (message: string) => log.push(message);
  const logger: Logger = { debug: write, info: write, warn: write, error: write };
  const region = new LocalRegion({
    assertAllowed: () => {},
    launch: () => standInLaunch(),
    settings: () => ({ idleSeconds: 7 }),
    workspace: async () => ({ templates: ['orders', 'worker'] }),
    platform: process.platform,
    clock: systemClock,
    logger,
    ...options,
  });
  const phases: string[] = [];
  region.onDidChangeStatus(({ phase }) => phases.push(phase));
  return { region, phases, log };
}
