import { join } from 'node:path';
import { commands, type ExtensionContext } from 'vscode';
import type { Clock } from '../../common/clock.ts';
import type { Logger } from '../../common/logger.ts';
import type { Config } from '../config.ts';
import { builtInCommandIds, contextKeys } from '../contributions.ts';
import { LocalRegion } from './localRegion.ts';
import { regionLaunch } from './regionLaunch.ts';
import { assertTrusted } from './trust.ts';
import type { WorkspaceTemplates } from './workspaceTemplates.ts';

export interface LocalRegionSurroundings {
  readonly context: ExtensionContext;
  /** Where this window's data lies. */
  readonly dataFolder: string;
  readonly config: Config;
  readonly templates: WorkspaceTemplates;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** The Local region of this window's workspace; not started. */
export function createLocalRegion({ context, dataFolder, config, templates, clock, logger }: LocalRegionSurroundings): LocalRegion {
  return new LocalRegion({
    assertAllowed: assertTrusted,
    launch: () =>
      regionLaunch({
        executable: process.execPath,
        isElectron: process.versions['electron'] !== undefined,
        script: context.asAbsolutePath(join('dist', 'runner.cjs')),
        dataFolder: join(dataFolder, 'region'),
        port: config.localPort,
        region: config.localRegion,
        settings: config.regionSettings,
        env: process.env,
      }),
    settings: () => config.regionSettings,
    workspace: async () => ({ templates: [...(await lookForTemplates(templates))], parameters: { ...config.localParameters } }),
    platform: process.platform,
    clock,
    logger,
  });
}

/** Finds the templates, and lets the views know whether there are any. */
export async function lookForTemplates(templates: WorkspaceTemplates): Promise<readonly string[]> {
  const found = await templates.find();
  await commands.executeCommand(builtInCommandIds.setContext, contextKeys.templates, found.length > 0 ? 'some' : 'none');
  return found;
}
