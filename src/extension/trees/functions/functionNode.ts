import type { FunctionConfiguration } from '@aws-sdk/client-lambda';
import { l10n } from 'vscode';
import type { FunctionTarget } from '../../connections/lambdaConnection.ts';
import type { WorkspaceProblem } from '../../../lambda/function.ts';
import { itemTraits, internalCommandIds } from '../../contributions.ts';
import { BranchNode } from '../branchNode.ts';
import { childId, LeafNode } from '../leafNode.ts';
import type { Row, TreeNode } from '../treeNode.ts';
import { AliasesNode, VersionsNode } from './versionNodes.ts';
import { detailNodes } from './detailNodes.ts';
import { EnvironmentVariablesNode } from './environmentVariableNodes.ts';
import { reservedConcurrencyNode } from './reservedConcurrencyNode.ts';
import type { RevealedValues } from './revealedValues.ts';

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
  readonly #revealed: RevealedValues;

  constructor(parent: TreeNode, target: FunctionTarget, listed: FunctionConfiguration, revealed: RevealedValues) {
    super();
    this.id = childId(parent, target.functionName);
    this.parent = parent;
    this.target = target;
    this.copies = listed.FunctionArn === undefined ? {} : { arn: listed.FunctionArn };
    this.#listed = listed;
    this.#revealed = revealed;
  }

  row(): Row {
    const [problem] = this.#problems();
    const kind = this.#listed.Runtime ?? (this.#listed.PackageType === 'Image' ? l10n.t('container image') : '');
    return {
      label: this.target.functionName,
      description: problem === undefined ? kind : `${kind} · ${problem.message}`,
      ...(problem === undefined ? { icon: 'symbol-function' } : severityIcons[problem.severity]),
      traits: this.#traits(),
    };
  }

  tooltip(): string {
    const lines = [this.#listed.FunctionArn ?? this.target.functionName, this.#listed.Description ?? ''];
    return [...lines, ...this.#problems().map(({ message }) => message)].filter((line) => line !== '').join('\n');
  }

  protected async load(): Promise<readonly TreeNode[]> {
    const api = await this.target.connection.api();
    const [{ Configuration: configuration = this.#listed }, reservation] = await Promise.all([
      api.getFunction(this.target.functionName),
      reservedConcurrencyNode(this, this.target),
    ]);
    return [
      ...this.#problems().map((problem, index) => this.#problemNode(problem, index)),
      ...detailNodes(this, configuration),
      reservation,
      new EnvironmentVariablesNode(this, configuration.Environment?.Variables ?? {}, this.#revealed),
      new VersionsNode(this, this.target),
      new AliasesNode(this, this.target),
    ];
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
    const { invocable, reservable, logs, arn, scaling, template } = itemTraits;
    return [
      invocable,
      reservable,
      logs,
      arn,
      ...(connection.live ? [scaling] : []),
      ...(connection.notes?.position(functionName) === undefined ? [] : [template]),
    ];
  }
}
