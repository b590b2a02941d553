import { l10n } from 'vscode';
import type { EnvironmentInfo, EnvironmentState } from '../../../protocol/runner.ts';
import type { FunctionTarget, LambdaConnection } from '../../connections/lambdaConnection.ts';
import { itemTraits } from '../../contributions.ts';
import type { Row, TreeNode } from '../treeNode.ts';
import { formatAge, formatBytes, formatMilliseconds, joined } from '../../ui/formats.ts';

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
    const { functionName, version, state, invocations: calls, lastDurationMs } = this.environment;
    const { kind, memory, age, invocations, last } = this.#figures();
    const label = version === '$LATEST' ? functionName : `${functionName}:${version}`;
    const worked = calls === 0 ? undefined : calls === 1 ? l10n.t('1 call') : l10n.t('{0} calls', calls);
    const lasted = lastDurationMs === undefined ? undefined : formatMilliseconds(lastDurationMs);
    return {
      label,
      // A side bar is narrow: the icon has the state, the tooltip the rest.
      description: joined(' · ', ...(kind === undefined ? [memory, worked, lasted] : [kind, worked])) || stateText(state),
      ...stateIcons[state],
      traits: [itemTraits.environment],
      spoken: joined(', ', label, stateText(state), kind, memory, l10n.t('started {0} ago', age), invocations, last),
    };
  }

  /** Changes with what is worth drawing anew: everything but the seconds that pass. */
  get picture(): string {
    const { pid, memory, invocations, last } = this.#figures();
    const minutes = Math.floor((this.#now - this.environment.startedAt) / 60_000);
    return [this.id, this.environment.state, pid, memory, minutes, invocations, last].join(' ');
  }

  /** One line each, as a narrow side bar cuts the row. */
  tooltip(): string {
    const { runtime, logStream, state, initDurationMs } = this.environment;
    const { kind, pid, memory, age, invocations, last } = this.#figures();
    const init = initDurationMs === undefined ? undefined : l10n.t('init {0}', formatMilliseconds(initDurationMs));
    return joined('\n', runtime, stateText(state), kind, pid, memory, l10n.t('started {0} ago', age), init, invocations, last, logStream);
  }

  #figures() {
    const { provisioned, pid, memoryBytes, startedAt, invocations, lastDurationMs } = this.environment;
    return {
      kind: provisioned === true ? l10n.t('provisioned') : undefined,
      pid: pid === undefined ? undefined : l10n.t('pid {0}', pid),
      memory: memoryBytes === undefined ? undefined : formatBytes(memoryBytes),
      age: formatAge(this.#now - startedAt),
      invocations: invocations === 1 ? l10n.t('1 invocation') : l10n.t('{0} invocations', invocations),
      last: lastDurationMs === undefined ? undefined : l10n.t('last {0}', formatMilliseconds(lastDurationMs)),
    };
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
