import type { FunctionConfiguration } from '@aws-sdk/client-lambda';
import { l10n } from 'vscode';
import type { FunctionTarget } from '../../connections/lambdaConnection.ts';
import type { WorkspaceProblem } from '../../../lambda/function.ts';
import { isSigned, signedByOf } from '../../codeSigning/reading/stated.ts';
import { itemTraits, internalCommandIds } from '../../contributions.ts';
import { joined } from '../../ui/formats.ts';
import { BranchNode } from '../branchNode.ts';
import { childId, LeafNode } from '../leafNode.ts';
import type { Row, TreeNode } from '../treeNode.ts';
import { AliasesNode } from './aliasNodes.ts';
import { CodeSigningNode, readSigning } from './codeSigning/codeSigningNode.ts';
import { detailNodes, kindOf } from './detailNodes.ts';
import { EnvironmentVariablesNode } from './environmentVariableNodes.ts';
import { FunctionReading } from './functionReading.ts';
import { functionUrlNodes } from './functionUrlNode.ts';
import { FunctionUrls } from './functionUrls.ts';
import { UsedLayersNode } from './usedLayersNode.ts';
import type { FunctionsSurroundings } from './functionsSurroundings.ts';
import { withReason } from './functionState.ts';
import { reservedConcurrencyNode } from './reservedConcurrencyNode.ts';
import { VersionsNode } from './versionNodes.ts';

const severityIcons = {
  error: { icon: 'error', color: 'problemsErrorIcon.foreground' },
  warning: { icon: 'warning', color: 'problemsWarningIcon.foreground' },
  information: { icon: 'info', color: 'problemsInfoIcon.foreground' },
} as const;

/** A function, and below it what is set for it. */
export class FunctionNode extends BranchNode {
  readonly id: string;
  readonly parent: TreeNode;
  readonly target: FunctionTarget;
  readonly copies: { readonly arn?: string };
  readonly #listed: FunctionConfiguration;
  readonly #surroundings: FunctionsSurroundings;
  readonly #reading: FunctionReading;
  readonly #urls: FunctionUrls;
  /** By what the list tells, and by more once someone has looked below it. */
  #signing: 'unsigned' | 'signed' | 'blocked';

  constructor(parent: TreeNode, target: FunctionTarget, listed: FunctionConfiguration, surroundings: FunctionsSurroundings) {
    super();
    this.id = childId(parent, target.functionName);
    this.parent = parent;
    this.target = target;
    this.copies = listed.FunctionArn === undefined ? {} : { arn: listed.FunctionArn };
    this.#listed = listed;
    this.#signing = isSigned(signedByOf(listed)) ? 'signed' : 'unsigned';
    this.#surroundings = surroundings;
    this.#urls = new FunctionUrls(target);
    this.#reading = new FunctionReading({
      target,
      clock: surroundings.clock,
      onDidChangeState: () => {
        super.reload();
        surroundings.redraw(this);
      },
    });
  }

  row(): Row {
    const [problem] = this.#problems();
    const { state } = this.#reading;
    const { text, icon, color } =
      problem === undefined ? (state ?? { icon: 'symbol-function' }) : { text: problem.message, ...severityIcons[problem.severity] };
    return {
      label: this.target.functionName,
      description: joined(' · ', kindOf(this.#listed), this.#signingText(), text),
      icon,
      ...(color !== undefined && { color }),
      traits: this.#traits(),
    };
  }

  /** With the state, which lists of functions do not tell. */
  async tooltip(): Promise<string> {
    const configuration = await this.#reading.read().then(
      (answer) => answer.Configuration ?? this.#listed,
      () => this.#listed,
    );
    const { FunctionArn: arn, Description: description, State: state, LastUpdateStatus: update } = configuration;
    return joined(
      '\n',
      arn ?? this.target.functionName,
      description,
      state && l10n.t('State: {0}', withReason(state, configuration.StateReason)),
      update && l10n.t('Last update: {0}', withReason(update, configuration.LastUpdateStatusReason)),
      ...this.#problems().map(({ message }) => message),
    );
  }

  override reload(): void {
    super.reload();
    this.#reading.forget();
    this.#urls.forget();
  }

  override dispose(): void {
    super.dispose();
    this.#reading.dispose();
  }

  protected async load(): Promise<readonly TreeNode[]> {
    const [answer, reservation, urls, signing] = await Promise.all([
      this.#reading.read(),
      reservedConcurrencyNode(this, this.target),
      functionUrlNodes(this, this.target, this.#urls),
      readSigning(this.target, this.#listed),
    ]);
    const { Configuration: configuration = this.#listed, Code: code } = answer;
    const signingNode = signing && new CodeSigningNode(this, this.target, configuration, signing, this.#surroundings.signerOf);
    this.#tellSigning(signingNode?.blocked === true ? 'blocked' : isSigned(signedByOf(configuration)) ? 'signed' : 'unsigned');
    const layers = configuration.Layers ?? [];
    return [
      ...this.#problems().map((problem, index) => this.#problemNode(problem, index)),
      ...detailNodes(this, configuration, code?.ImageUri),
      reservation,
      ...urls,
      ...(signingNode === undefined ? [] : [signingNode]),
      new EnvironmentVariablesNode(this, configuration.Environment?.Variables ?? {}, this.#surroundings.revealed),
      ...(layers.length === 0 ? [] : [new UsedLayersNode(this, layers)]),
      new VersionsNode(this, this.target, this.#surroundings),
      new AliasesNode(this, this.target, this.#urls, this.#surroundings),
    ];
  }

  #signingText(): string | undefined {
    return { unsigned: undefined, signed: l10n.t('signed'), blocked: l10n.t('blocked by code signing') }[this.#signing];
  }

  #tellSigning(signing: 'unsigned' | 'signed' | 'blocked'): void {
    if (this.#signing === signing) return;
    this.#signing = signing;
    this.#surroundings.redraw(this);
  }

  #problems(): readonly WorkspaceProblem[] {
    return this.target.connection.notes?.problems(this.target.functionName) ?? [];
  }

  #problemNode(problem: WorkspaceProblem, index: number): TreeNode {
    const { message, position, severity } = problem;
    const title = l10n.t('Open Template');
    return new LeafNode(
      this,
      `!problem${index}`,
      { label: message, ...severityIcons[severity], command: { title, command: internalCommandIds.openPosition, arguments: [position] } },
      { tooltip: message },
    );
  }

  #traits(): Row['traits'] & {} {
    const { connection, functionName } = this.target;
    const { invocable, reservable, provisionable, addressable, signable, isolatable, logs, arn, scaling, template } = itemTraits;
    return [
      invocable,
      reservable,
      provisionable,
      addressable,
      logs,
      arn,
      scaling,
      ...(this.#listed.PackageType === 'Image' ? [] : [signable]),
      ...(connection.live ? [isolatable] : []),
      ...(connection.notes?.position(functionName) === undefined ? [] : [template]),
    ];
  }
}
