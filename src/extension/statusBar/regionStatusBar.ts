import * as vscode from 'vscode';
import type { Clock } from '../../common/clock.ts';
import { type Disposable, DisposableStore } from '../../common/disposable.ts';
import type { Config } from '../config.ts';
import { commandIds, settingIds, viewIds } from '../contributions.ts';
import type { LocalRegion } from '../localRegion/localRegion.ts';
import type { RegionStatus } from '../localRegion/regionStatus.ts';
import { joined } from '../ui/formats.ts';
import { runsWithProfile } from '../ui/runsWithProfile.ts';
import { Throttle } from '../ui/throttle.ts';
import { RecentCount } from './recentCount.ts';

const redrawMs = 500;
/** For so long throttles are told. */
const throttledSeconds = 10;

/** What goes on in the running region. */
interface Activity {
  readonly environments: number;
  readonly busy: number;
  /** In the last seconds. */
  readonly throttles: number;
}

interface Look {
  readonly text: string;
  readonly tooltip: string;
  readonly failed?: boolean;
}

/** The Local runner's state and its environments, one click away from its view, and from the Scaling page by its tooltip. */
export class RegionStatusBar implements Disposable {
  readonly #owned = new DisposableStore();
  readonly #item = this.#owned.add(vscode.window.createStatusBarItem('lambdaWorkbench.localRunner', vscode.StatusBarAlignment.Left));
  readonly #region: LocalRegion;
  readonly #config: Config;
  readonly #throttles: RecentCount;

  constructor(region: LocalRegion, config: Config, clock: Clock) {
    this.#region = region;
    this.#config = config;
    this.#item.name = vscode.l10n.t('Lambda Local Runner');
    this.#item.command = `${viewIds.localRunner}.focus`;
    const redraw = this.#owned.add(new Throttle(clock, redrawMs, () => this.#draw()));
    this.#throttles = this.#owned.add(new RecentCount(clock, throttledSeconds, () => redraw.ask()));
    this.#owned.add(region.onDidChangeStatus(() => redraw.ask()));
    this.#owned.add(region.model.onDidThrottle(() => this.#throttles.add()));
    this.#owned.add(region.model.onDidChangeEnvironments(() => redraw.ask()));
    this.#owned.add(config.onDidChange([settingIds.localCredentialsProfile], () => redraw.ask()));
    this.#draw();
    this.#item.show();
  }

  dispose(): void {
    this.#owned.dispose();
  }

  #draw(): void {
    const { status, model } = this.#region;
    const environments = [...model.environments.values()];
    const busy = environments.filter(({ state }) => state === 'busy').length;
    const { text, tooltip, failed } = look(status, { environments: environments.length, busy, throttles: this.#throttles.count });
    this.#item.text = text;
    const profile = this.#config.credentialsProfile;
    const whole = joined('\n', tooltip, profile === '' ? undefined : runsWithProfile(profile));
    this.#item.tooltip = status.phase === 'running' ? withScaling(whole) : whole;
    this.#item.accessibilityInformation = { label: whole };
    this.#item.backgroundColor = failed === true ? new vscode.ThemeColor('statusBarItem.errorBackground') : undefined;
  }
}

/** With a link to the graph of what is told. */
function withScaling(text: string): vscode.MarkdownString {
  const tooltip = new vscode.MarkdownString(undefined, true);
  tooltip.isTrusted = { enabledCommands: [commandIds.openScaling] };
  for (const line of text.split('\n')) tooltip.appendText(line).appendMarkdown('\n\n');
  return tooltip.appendMarkdown(`[$(graph-line) ${vscode.l10n.t('Open Scaling')}](command:${commandIds.openScaling})`);
}

function look(status: RegionStatus, activity: Activity): Look {
  switch (status.phase) {
    case 'stopped':
      return { text: '$(server-process) Lambda', tooltip: vscode.l10n.t('The Local runner is stopped.') };
    case 'starting':
      return { text: '$(loading~spin) Lambda', tooltip: vscode.l10n.t('The Local runner is starting.') };
    case 'running':
      return { text: runningText(activity), tooltip: running(activity) };
    case 'stopping':
      return { text: '$(loading~spin) Lambda', tooltip: vscode.l10n.t('The Local runner is stopping.') };
    case 'failed':
      return { text: '$(error) Lambda', tooltip: vscode.l10n.t('The Local runner has failed: {0}', status.error.message), failed: true };
    default:
      return status satisfies never;
  }
}

/** `Lambda: 3/10` is three of ten at work; idle ones alone are a single number. */
function runningText({ environments, busy, throttles }: Activity): string {
  const count = busy === 0 ? String(environments) : `${busy}/${environments}`;
  return joined(' ', `$(server-process) Lambda: ${count}`, throttles === 0 ? undefined : `$(warning) ${throttles}`);
}

function running({ environments, busy, throttles }: Activity): string {
  return joined(
    '\n',
    environments === 1
      ? vscode.l10n.t('The Local runner runs, with 1 execution environment.')
      : vscode.l10n.t('The Local runner runs, with {0} execution environments.', environments),
    busy === 0 ? undefined : vscode.l10n.t('At work: {0}.', busy),
    throttles === 0 ? undefined : vscode.l10n.t('Throttled in the last {0} seconds: {1}.', throttledSeconds, throttles),
  );
}
