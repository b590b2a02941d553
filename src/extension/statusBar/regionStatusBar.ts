import * as vscode from 'vscode';
import type { Clock } from '../../common/clock.ts';
import { type Disposable, DisposableStore } from '../../common/disposable.ts';
import type { Config } from '../config.ts';
import { settingIds, viewIds } from '../contributions.ts';
import type { LocalRegion } from '../localRegion/localRegion.ts';
import type { RegionStatus } from '../localRegion/regionStatus.ts';
import { joined } from '../ui/formats.ts';
import { runsWithProfile } from '../ui/runsWithProfile.ts';
import { Throttle } from '../ui/throttle.ts';

const redrawMs = 500;

interface Look {
  readonly text: string;
  readonly tooltip: string;
  readonly failed?: boolean;
}

/** The Local runner's state and its environments, one click away from its view. */
export class RegionStatusBar implements Disposable {
  readonly #owned = new DisposableStore();
  readonly #item = this.#owned.add(vscode.window.createStatusBarItem('lambdaWorkbench.localRunner', vscode.StatusBarAlignment.Left));
  readonly #region: LocalRegion;
  readonly #config: Config;

  constructor(region: LocalRegion, config: Config, clock: Clock) {
    this.#region = region;
    this.#config = config;
    this.#item.name = vscode.l10n.t('Lambda Local Runner');
    this.#item.command = `${viewIds.localRunner}.focus`;
    const redraw = this.#owned.add(new Throttle(clock, redrawMs, () => this.#draw()));
    this.#owned.add(region.onDidChangeStatus(() => redraw.ask()));
    this.#owned.add(region.model.onDidChangeEnvironments(() => redraw.ask()));
    this.#owned.add(config.onDidChange([settingIds.localCredentialsProfile], () => redraw.ask()));
    this.#draw();
    this.#item.show();
  }

  dispose(): void {
    this.#owned.dispose();
  }

  #draw(): void {
    const { text, tooltip, failed } = look(this.#region.status, this.#region.model.environments.size);
    this.#item.text = text;
    const profile = this.#config.credentialsProfile;
    const whole = joined('\n', tooltip, profile === '' ? undefined : runsWithProfile(profile));
    this.#item.tooltip = whole;
    this.#item.accessibilityInformation = { label: whole };
    this.#item.backgroundColor = failed === true ? new vscode.ThemeColor('statusBarItem.errorBackground') : undefined;
  }
}

function look(status: RegionStatus, environments: number): Look {
  switch (status.phase) {
    case 'stopped':
      return { text: '$(server-process) Lambda', tooltip: vscode.l10n.t('The Local runner is stopped.') };
    case 'starting':
      return { text: '$(loading~spin) Lambda', tooltip: vscode.l10n.t('The Local runner is starting.') };
    case 'running':
      return { text: `$(server-process) Lambda: ${environments}`, tooltip: running(environments) };
    case 'stopping':
      return { text: '$(loading~spin) Lambda', tooltip: vscode.l10n.t('The Local runner is stopping.') };
    case 'failed':
      return { text: '$(error) Lambda', tooltip: vscode.l10n.t('The Local runner has failed: {0}', status.error.message), failed: true };
    default:
      return status satisfies never;
  }
}

function running(environments: number): string {
  return environments === 1
    ? vscode.l10n.t('The Local runner runs, with 1 execution environment.')
    : vscode.l10n.t('The Local runner runs, with {0} execution environments.', environments);
}
