import { commands } from 'vscode';
import { type Disposable, DisposableStore } from '../../common/disposable.ts';
import { type Config, regionSettingIds } from '../config.ts';
import { builtInCommandIds, contextKeys, settingIds } from '../contributions.ts';
import { lookForTemplates } from './createLocalRegion.ts';
import type { LocalRegion } from './localRegion.ts';
import type { WorkspaceTemplates } from './workspaceTemplates.ts';

/** Keeps the region up with the workspace's templates and settings, and `when` clauses with the region. */
export function followWorkspace(
  region: LocalRegion,
  templates: WorkspaceTemplates,
  config: Config,
  onError: (error: unknown) => void,
): Disposable {
  const store = new DisposableStore();
  const sync = () => void region.syncWorkspace().catch(onError);
  const look = () => void lookForTemplates(templates).catch(onError);
  const applySettings = () => void region.applySettings().catch(onError);
  const tellPhase = () => void commands.executeCommand(builtInCommandIds.setContext, contextKeys.localRegion, region.status.phase);
  store.add(templates.onDidChange(() => {
    // One that starts may have looked already: it is given them once it runs.
    if (region.status.phase !== 'running') look();
    sync();
  }));
  store.add(config.onDidChange([settingIds.localParameters], sync));
  store.add(config.onDidChange(regionSettingIds, applySettings));
  store.add(region.onDidChangeStatus(tellPhase));
  tellPhase();
  return store;
}
