import { l10n } from 'vscode';
import type { EnvironmentInfo, EnvironmentState } from '../../../protocol/runner.ts';
import type { FunctionTarget, LambdaConnection } from '../../connections/lambdaConnection.ts';
import { itemTraits } from '../../contributions.ts';
import type { Row, TreeNode } from '../treeNode.ts';
import { formatAge, formatBytes, formatMilliseconds } from '../../ui/formats.ts';

const stateIcons: Readonly<Record<EnvironmentState, { readonly icon: string; readonly color: string }>> = {
  starting: { icon: 'loading~spin', color: 'charts.yellow' },
  idle: { icon: 'circle-outline', color: 'charts.foreground' },
  busy: { icon: 'circle-filled', color: 'charts.green' },
  stopping: { icon: 'circle-slash', color: 'charts.red' },
};

/** An execution environment at one moment. */
export class EnvironmentNode implements TreeNode {
  readonly id: string;
  readonly parent = undefined;
  readonly target: FunctionTarget;
  readonly environment: EnvironmentInfo;
  readonly #now: number;

  constructor(environment: EnvironmentInfo, connection: LambdaConnection, now: number) {
    this.id = environment.id;
    this.environment = environment;
    this.target = { connection, functionName: environment.functionName };
    this.#now = now;
  }

  row(): Row {
    const { functionName, version, state } = this.environment;
    return {
      label: version === '$LATEST' ? functionName : `${functionName}:${version}`,
      description: [stateText(state), ...this.#figures()].join(' · '),
      ...stateIcons[state],
      traits: [itemTraits.environment],
    };
  }

  tooltip(): string {
    const { runtime, logStream, initDurationMs } = this.environment;
    const init = initDurationMs === undefined ? [] : [l10n.t('Init: {0}', formatMilliseconds(initDurationMs))];
    return [runtime, logStream, ...init].join('\n');
  }

  #figures(): readonly string[] {
    const { pid, memoryBytes, startedAt, invocations, lastDurationMs } = this.environment;
    return [
      ...(pid === undefined ? [] : [l10n.t('pid {0}', pid)]),
      ...(memoryBytes === undefined ? [] : [formatBytes(memoryBytes)]),
      formatAge(this.#now - startedAt),
      invocations === 1 ? l10n.t('1 invocation') : l10n.t('{0} invocations', invocations),
      ...(lastDurationMs === undefined ? [] : [l10n.t('last {0}', formatMilliseconds(lastDurationMs))]),
    ];
  }
}

function stateText(state: EnvironmentState): string {
  const texts: Readonly<Record<EnvironmentState, string>> = {
    starting: l10n.t('starting'),
    idle: l10n.t('idle'),
    busy: l10n.t('busy'),
    stopping: l10n.t('stopping'),
  };
  return texts[state];
}
