import { l10n } from 'vscode';
import type { LambdaConnection } from '../connections/lambdaConnection.ts';
import type { Row } from './treeNode.ts';

/** A connection as a tree and a pick show it: its profile, and beside it the Region. */
export function connectionRow({ connection, live }: LambdaConnection): Row & { readonly description: string } {
  const label = connection.profile ?? connection.label;
  return {
    label,
    description: connection.region,
    icon: live ? 'server-process' : 'cloud',
    spoken: l10n.t('Connection {0} in {1}', label, connection.region),
  };
}
