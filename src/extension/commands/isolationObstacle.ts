import { l10n } from 'vscode';
import type { IsolationKind } from '../../protocol/runner.ts';

/** Why a function cannot be isolated so on this system; undefined where it can, as far as can be said before it is tried. */
export function isolationObstacle(kind: IsolationKind, platform: NodeJS.Platform, isImage: boolean): string | undefined {
  if (isImage && kind !== 'container') return l10n.t('Not possible: the function is a container image, which only container runs.');
  if (kind === 'sandbox' && platform !== 'linux') return l10n.t('Not possible here: sandbox needs Linux with bubblewrap.');
  return undefined;
}
