import { l10n } from 'vscode';
import type { Clock } from '../../common/clock.ts';
import { CodedError } from '../../common/codedError.ts';
import { type Disposable, DisposableStore } from '../../common/disposable.ts';
import type { Logger } from '../../common/logger.ts';
import type { AwsSource } from '../../protocol/webview/scaling.ts';
import type { Connections } from '../connections/connections.ts';
import type { FunctionTarget, LambdaConnection } from '../connections/lambdaConnection.ts';
import type { Choices } from '../ui/choices.ts';
import { withProgress } from '../ui/progress.ts';
import { showProblem } from '../ui/showProblem.ts';
import { applyLimit } from './applyLimit.ts';
import { readAwsSource } from './awsSource.ts';
import { chooseAwsFunction } from './chooseAwsFunction.ts';
import type { AwsFactories } from './lazyAws.ts';
import { limitQuestions } from './limitQuestions.ts';
import { limitRefusal } from './limitRefusal.ts';
import { PerConnection } from './perConnection.ts';
import { saveExport } from './saveExport.ts';
import type { ScalingDesk } from './scalingDesk.ts';

export interface ScalingDeskParts {
  readonly connections: Connections;
  readonly choices: Choices;
  readonly aws: AwsFactories;
  readonly clock: Clock;
  readonly logger: Logger;
  /** A limit of the function is another one now. */
  readonly onDidApply: (target: FunctionTarget) => Promise<void>;
}

/** The desk of VS Code: native questions, clients of AWS that are made when they are needed. */
export function createScalingDesk({ connections, choices, aws, clock, logger, onDidApply }: ScalingDeskParts): ScalingDesk & Disposable {
  const owned = new DisposableStore();
  const metrics = owned.add(new PerConnection((connection) => aws.metrics(connection)));
  const accounts = owned.add(new PerConnection((connection) => aws.account(connection)));
  owned.add(connections.onDidChange(() => [metrics, accounts].forEach((clients) => clients.forget())));
  const questions = limitQuestions(clock, choices);

  const connectionOf = async (id: string): Promise<LambdaConnection> => {
    const found = await connections.find(id);
    if (found !== undefined) return found;
    throw new CodedError('CONNECTION_GONE', l10n.t('The connection {0} is no longer in the AWS configuration. Choose another one.', id));
  };

  const sourceOf = (target: FunctionTarget): Promise<AwsSource | undefined> =>
    withProgress(clock, l10n.t('Reading {0}', target.functionName), async (signal) => {
      const { connection } = target;
      return readAwsSource(target, await connection.api(), await accounts.of(connection.connection), signal);
    });

  return {
    async chooseAws() {
      const target = await chooseAwsFunction(connections, choices);
      return target === undefined ? undefined : sourceOf(target);
    },

    sourceOf,

    async read({ connection: id, functionName }, window, signal) {
      const { connection } = await connectionOf(id);
      return (await metrics.of(connection)).read({ functionName, ...window }, signal);
    },

    save: (file) => saveExport(file, choices),

    async apply({ connection: id, functionName, change }) {
      const connection = await connectionOf(id);
      const target = { connection, functionName };
      const api = await connection.api();
      const done = await applyLimit(target, change, api, questions).catch((error: unknown) => {
        throw limitRefusal(error, change);
      });
      // What is drawn elsewhere is no part of the change.
      if (done) void onDidApply(target).catch((error: unknown) => showProblem(error, logger, () => {}));
      return done;
    },

    showProblem: (error, retry) => showProblem(error, logger, retry),
    dispose: () => owned.dispose(),
  };
}
