import { l10n, workspace } from 'vscode';
import { CodedError } from '../../common/codedError.ts';

/** Running functions runs code of the workspace: refused here, whatever the menus show. Throws CodedError `WORKSPACE_UNTRUSTED`. */
export function assertTrusted(): void {
  if (workspace.isTrusted) return;
  throw new CodedError('WORKSPACE_UNTRUSTED', l10n.t('Local functions run code of this workspace, which is not trusted.'));
}
