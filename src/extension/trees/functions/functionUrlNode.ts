import type { Cors, FunctionUrlConfig } from '@aws-sdk/client-lambda';
import { l10n } from 'vscode';
import { messageOf } from '../../../common/codedError.ts';
import type { FunctionTarget } from '../../connections/lambdaConnection.ts';
import { itemTraits } from '../../contributions.ts';
import { joined } from '../../ui/formats.ts';
import { problemLook } from '../../ui/problemTable.ts';
import { childId, LeafNode } from '../leafNode.ts';
import type { Row, TreeNode } from '../treeNode.ts';
import type { FunctionUrls } from './functionUrls.ts';

const key = 'url';

/** The row for a function's URL, where it has one; that URLs cannot be read is no reason not to show the rest. */
export async function functionUrlNodes(parent: TreeNode, target: FunctionTarget, urls: FunctionUrls): Promise<readonly TreeNode[]> {
  try {
    const config = await urls.of(target.qualifier);
    return config === undefined ? [] : [new FunctionUrlNode(parent, target, config)];
  } catch (error) {
    const { icon } = problemLook(error);
    return [new LeafNode(parent, key, { label: l10n.t('URL'), description: messageOf(error), icon }, { tooltip: messageOf(error) })];
  }
}

/** The URL of a function or an alias. */
export class FunctionUrlNode implements TreeNode {
  readonly id: string;
  readonly parent: TreeNode;
  readonly target: FunctionTarget;
  readonly config: FunctionUrlConfig;

  constructor(parent: TreeNode, target: FunctionTarget, config: FunctionUrlConfig) {
    this.id = childId(parent, key);
    this.parent = parent;
    this.target = target;
    this.config = config;
  }

  row(): Row {
    const { FunctionUrl: url = '' } = this.config;
    // Short: a side bar has room for little beside it.
    const label = l10n.t('URL');
    const description = urlKind(this.config);
    return { label, description, icon: 'globe', traits: [itemTraits.url], spoken: joined(', ', label, description, url) };
  }

  tooltip(): string {
    const { FunctionUrl: url, AuthType: auth, InvokeMode: mode, Cors: cors } = this.config;
    return joined('\n', url, auth && `AuthType: ${auth}`, mode && `InvokeMode: ${mode}`, ...(cors === undefined ? [] : corsLines(cors)));
  }
}

/** `NONE`, or `AWS_IAM · RESPONSE_STREAM`: that answers are buffered goes without saying. */
export function urlKind({ AuthType: auth, InvokeMode: mode }: FunctionUrlConfig): string {
  return joined(' · ', auth, mode === 'BUFFERED' ? undefined : mode);
}

/** In Lambda's own terms, one line a setting. */
function corsLines(cors: Cors): readonly string[] {
  const settings: readonly (readonly [string, readonly string[] | boolean | number | undefined])[] = [
    ['AllowOrigins', cors.AllowOrigins],
    ['AllowMethods', cors.AllowMethods],
    ['AllowHeaders', cors.AllowHeaders],
    ['ExposeHeaders', cors.ExposeHeaders],
    ['AllowCredentials', cors.AllowCredentials],
    ['MaxAge', cors.MaxAge],
  ];
  return settings.flatMap(([name, value]) => {
    if (value === undefined) return [];
    return [`Cors ${name}: ${typeof value === 'object' ? value.join(', ') : String(value)}`];
  });
}
