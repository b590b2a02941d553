import { resolve } from 'node:path';
import * as vscode from 'vscode';
import type { IsolationKind, RegionSettings } from '../protocol/runner.ts';
import { settingIds, settingsSection } from './contributions.ts';
import { isFileMap, isIsolation, isIsolationMap, isNumber, isRuntimes, isString, isStringMap, isStrings } from './settingTypes.ts';

type SettingId = (typeof settingIds)[keyof typeof settingIds];

/** What `regionSettings` reads. */
export const regionSettingIds = [
  settingIds.localIdleSeconds,
  settingIds.localAccountConcurrency,
  settingIds.runtimes,
  settingIds.localTimeScale,
  settingIds.localRateScale,
  settingIds.localS3Folder,
  settingIds.localAwsEndpoint,
  settingIds.localIsolation,
  settingIds.localIsolationOf,
  settingIds.localContainerTool,
  settingIds.localCredentialsProfile,
  settingIds.localEnvironmentFiles,
  settingIds.localStreamBandwidth,
  settingIds.localLogMegabytes,
] as const;

/** Reads the settings anew at each access. A value of the wrong type counts as not set. */
export class Config {
  /** Globs of the templates to serve. */
  get localTemplates(): readonly string[] {
    return this.#read(settingIds.localTemplates, isStrings);
  }

  /** Values of template parameters, by name. */
  get localParameters(): Readonly<Record<string, string>> {
    return this.#read(settingIds.localParameters, isStringMap);
  }

  get localRegion(): string {
    return this.#read(settingIds.localRegion, isString);
  }

  get localPort(): number {
    return this.#read(settingIds.localPort, isNumber);
  }

  /** What the Local region takes on while it runs. */
  get regionSettings(): RegionSettings {
    return {
      idleSeconds: this.#read(settingIds.localIdleSeconds, isNumber),
      accountConcurrency: this.#read(settingIds.localAccountConcurrency, isNumber),
      runtimes: this.#read(settingIds.runtimes, isRuntimes),
      timeScale: this.#read(settingIds.localTimeScale, isNumber),
      rateScale: this.#read(settingIds.localRateScale, isNumber),
      s3Folder: fromWorkspace(this.#read(settingIds.localS3Folder, isString)),
      awsEndpoint: this.#read(settingIds.localAwsEndpoint, isString),
      isolation: this.isolation,
      isolationOf: this.isolationOf,
      containerTool: this.#read(settingIds.localContainerTool, isString),
      credentialsProfile: this.credentialsProfile,
      environmentFiles: this.environmentFiles,
      streamBandwidth: this.#read(settingIds.localStreamBandwidth, isNumber),
      logMegabytes: this.#read(settingIds.localLogMegabytes, isNumber),
      signingRoots: this.signingRoots,
    };
  }

  /** The profile whose credentials local functions get; empty for none. */
  get credentialsProfile(): string {
    return this.#read(settingIds.localCredentialsProfile, isString);
  }

  /** By function name; those that it does not name have `isolation`. */
  get isolationOf(): Readonly<Record<string, IsolationKind>> {
    return this.#read(settingIds.localIsolationOf, isIsolationMap);
  }

  get isolation(): IsolationKind {
    return this.#read(settingIds.localIsolation, isIsolation);
  }

  /** Absolute paths by function name, or `*`. */
  get environmentFiles(): Readonly<Record<string, string>> {
    return eachFromWorkspace(this.#read(settingIds.localEnvironmentFiles, isFileMap));
  }

  /** Absolute paths of files with root certificates that signatures of packages may lead to. */
  get signingRoots(): string[] {
    return this.#read(settingIds.localSigningRoots, isStrings).filter((path) => path !== '').map(fromWorkspace);
  }

  /** Sets a setting for the workspace, or for the user where no folder is open; undefined takes it back. */
  async update(id: SettingId, value: unknown): Promise<void> {
    const target = vscode.workspace.workspaceFolders === undefined ? vscode.ConfigurationTarget.Global : vscode.ConfigurationTarget.Workspace;
    await vscode.workspace.getConfiguration(settingsSection).update(id, value, target);
  }

  /** Sets one entry of a setting that is a map, as `update` does; undefined takes it back wherever it is set. */
  async updateEntry(id: SettingId, name: string, value: unknown): Promise<void> {
    const settings = vscode.workspace.getConfiguration(settingsSection);
    const { globalValue, workspaceValue } = settings.inspect<unknown>(id) ?? {};
    const { Global, Workspace } = vscode.ConfigurationTarget;
    if (value !== undefined) {
      const own = vscode.workspace.workspaceFolders === undefined ? globalValue : workspaceValue;
      return this.update(id, { ...entriesOf(own), [name]: value });
    }
    for (const [target, map] of [[Global, globalValue], [Workspace, workspaceValue]] as const) {
      const { [name]: was, ...others } = entriesOf(map);
      if (was !== undefined) await settings.update(id, Object.keys(others).length === 0 ? undefined : others, target);
    }
  }

  /** Absolute paths of files with root certificates that signatures of packages in AWS may lead to. */
  get codeSigningRoots(): readonly string[] {
    return this.#read(settingIds.codeSigningRoots, isStrings).filter((path) => path !== '').map(fromWorkspace);
  }

  /** Regions to show for every profile besides its own. */
  get awsRegions(): readonly string[] {
    return this.#read(settingIds.awsRegions, isStrings);
  }

  /** Glob of the files offered as events. */
  get invokeEvents(): string {
    return this.#read(settingIds.invokeEvents, isString);
  }

  /** Calls back after a change of any of these settings. */
  onDidChange(ids: readonly SettingId[], listener: () => void): vscode.Disposable {
    return vscode.workspace.onDidChangeConfiguration((event) => {
      if (ids.some((id) => event.affectsConfiguration(`${settingsSection}.${id}`))) listener();
    });
  }

  #read<T>(id: SettingId, is: (value: unknown) => value is T): T {
    const settings = vscode.workspace.getConfiguration(settingsSection);
    const value = settings.get<unknown>(id);
    if (is(value)) return value;
    const fallback = settings.inspect<unknown>(id)?.defaultValue;
    if (is(fallback)) return fallback;
    throw new Error(`The setting ${settingsSection}.${id} has no default of its type.`);
  }
}

function entriesOf(map: unknown): Record<string, unknown> {
  return typeof map === 'object' && map !== null && !Array.isArray(map) ? { ...map } : {};
}

/** An empty text stays one. */
function fromWorkspace(path: string): string {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  return path === '' || folder === undefined ? path : resolve(folder.fsPath, path);
}

/** Without their empty ones, which name no file. */
function eachFromWorkspace(files: Readonly<Record<string, string>>): Record<string, string> {
  const named = Object.entries(files).filter(([, path]) => path !== '');
  return Object.fromEntries(named.map(([name, path]) => [name, fromWorkspace(path)]));
}
