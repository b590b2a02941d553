import type { FunctionConfiguration } from '@aws-sdk/client-lambda';
import { env, l10n } from 'vscode';
import { messageOf } from '../../../../common/codedError.ts';
import { parseSigningJobArn } from '../../../../lambda/signing/make/signingArns.ts';
import { type ReadConfig, readConfig } from '../../../codeSigning/reading/readConfig.ts';
import { profileNameOf } from '../../../codeSigning/reading/readPublishers.ts';
import type { SignerOf } from '../../../codeSigning/signerOf.ts';
import type { FunctionTarget } from '../../../connections/lambdaConnection.ts';
import { itemTraits } from '../../../contributions.ts';
import { formatTime, joined } from '../../../ui/formats.ts';
import { problemLook } from '../../../ui/problemTable.ts';
import { BranchNode } from '../../branchNode.ts';
import { childId, LeafNode } from '../../leafNode.ts';
import type { Row, TreeNode } from '../../treeNode.ts';
import { signingText, wouldBeBlocked } from './signingText.ts';

/** Undefined: it has no configuration. */
export type SigningReading = { readonly config: ReadConfig | undefined } | { readonly error: unknown };

/** Reads what the row for a function's code signing shows; undefined for container images, which have none. Never rejects: the row tells. */
export async function readSigning({ connection, functionName }: FunctionTarget, { PackageType }: FunctionConfiguration): Promise<SigningReading | undefined> {
  if (PackageType === 'Image') return undefined;
  try {
    return { config: await readConfig(await connection.api(), functionName) };
  } catch (error) {
    return { error };
  }
}

/** What is asked of a function's packages, and by whom the one that it has was signed. */
export class CodeSigningNode extends BranchNode {
  readonly id: string;
  readonly parent: TreeNode;
  readonly target: FunctionTarget;
  readonly #configuration: FunctionConfiguration;
  readonly #reading: SigningReading;
  readonly #signerOf: SignerOf;

  constructor(parent: TreeNode, target: FunctionTarget, configuration: FunctionConfiguration, reading: SigningReading, signerOf: SignerOf) {
    super();
    this.id = childId(parent, 'codeSigning');
    this.parent = parent;
    this.target = target;
    this.#configuration = configuration;
    this.#reading = reading;
    this.#signerOf = signerOf;
  }

  /** Whether a deployment of what it has now would be blocked, as far as Lambda tells. */
  get blocked(): boolean {
    return 'config' in this.#reading && wouldBeBlocked(this.#configuration, this.#reading.config);
  }

  row(): Row {
    const label = l10n.t('Code signing');
    const traits = [itemTraits.codeSigning];
    if ('error' in this.#reading) {
      const { icon, color } = problemLook(this.#reading.error);
      return { label, description: messageOf(this.#reading.error), icon, ...(color !== undefined && { color }), traits };
    }
    const { config } = this.#reading;
    const look = this.blocked ? { icon: 'shield', color: 'problemsErrorIcon.foreground' } : { icon: 'shield' };
    return { label, description: signingText(this.#configuration, config), ...look, traits };
  }

  tooltip(): string {
    if ('error' in this.#reading) return messageOf(this.#reading.error);
    const { SigningProfileVersionArn: profile, SigningJobArn: job } = this.#configuration;
    return joined('\n', signingText(this.#configuration, this.#reading.config), this.#reading.config?.arn, profile, job);
  }

  protected async load(): Promise<readonly TreeNode[]> {
    if ('error' in this.#reading) throw this.#reading.error;
    const { config } = this.#reading;
    const { SigningProfileVersionArn: profile, SigningJobArn: job } = this.#configuration;
    return [
      ...(config === undefined ? [] : configRows(this, config)),
      ...(profile === undefined ? [] : [leaf(this, 'profile', l10n.t('Signed by'), profileNameOf(profile), 'key', profile)]),
      ...(job === undefined ? [] : [leaf(this, 'job', l10n.t('Signing job'), parseSigningJobArn(job)?.id ?? job, 'pencil', job), await this.#expiry(job)]),
      ...(config === undefined && profile === undefined ? [leaf(this, 'none', l10n.t('Any package may be deployed'), '', 'info')] : []),
    ];
  }

  /** Signer alone knows; that it says nothing stands in its place. */
  async #expiry(jobArn: string): Promise<TreeNode> {
    const label = l10n.t('Expires');
    try {
      const id = parseSigningJobArn(jobArn)?.id ?? '';
      const { signatureExpiresAt: at, revoked } = await (await this.#signerOf(this.target.connection)).job(id);
      const text = joined(' · ', at && formatTime(at.toISOString(), env.language, 'short'), revoked && l10n.t('revoked'));
      return leaf(this, 'expires', label, text === '' ? l10n.t('unknown') : text, 'calendar');
    } catch (error) {
      return leaf(this, 'expires', label, messageOf(error), problemLook(error).icon);
    }
  }
}

function configRows(parent: TreeNode, { id, arn, policy, allowed }: ReadConfig): readonly TreeNode[] {
  return [
    leaf(parent, 'config', l10n.t('Configuration'), id, 'settings-gear', arn),
    leaf(parent, 'policy', l10n.t('Policy'), policy, 'law'),
    ...allowed.map((publisher) => leaf(parent, `allowed/${publisher}`, l10n.t('Allowed publisher'), profileNameOf(publisher), 'person', publisher)),
  ];
}

function leaf(parent: TreeNode, key: string, label: string, description: string, icon: string, copied = description): TreeNode {
  const traits = copied === '' ? [] : [itemTraits.value];
  return new LeafNode(parent, key, { label, description, icon, traits }, { tooltip: joined(': ', label, copied), ...(copied !== '' && { value: copied }) });
}
