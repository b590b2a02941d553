import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

export type Theme = 'light' | 'dark' | 'highContrast' | 'highContrastLight';

const themes: Readonly<Record<Theme, string>> = {
  light: 'Light Modern',
  dark: 'Dark Modern',
  highContrast: 'Default High Contrast',
  highContrastLight: 'Default High Contrast Light',
};

/** What a test wants still: no first-run pages, no prompts, nothing that asks the network. */
const quiet = {
  'chat.disableAIFeatures': true,
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  'git.enabled': false,
  'security.workspace.trust.startupPrompt': 'always',
  'telemetry.telemetryLevel': 'off',
  'window.autoDetectColorScheme': false,
  'window.autoDetectHighContrast': false,
  'workbench.enableExperiments': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
};

/**
 * A browser keeps a user's settings in itself, so tests write those of the machine that the server runs on: they count as the user's,
 * colour theme included.
 */
export function writeSettings(serverDataFolder: string, theme: Theme, settings: Readonly<Record<string, unknown>>): void {
  const folder = path.join(serverDataFolder, 'data', 'Machine');
  mkdirSync(folder, { recursive: true });
  const all = { ...quiet, 'workbench.colorTheme': themes[theme], ...settings };
  writeFileSync(path.join(folder, 'settings.json'), JSON.stringify(all, null, 2));
}
