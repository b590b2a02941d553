import { l10n, ProgressLocation, window } from 'vscode';
import * as v from 'valibot';
import type { FunctionConfiguration } from '@aws-sdk/client-lambda';
import type { LambdaApi } from '../../aws/lambdaApi.ts';
import type { LoadPlan } from '../../lambda/scaling/load/loadPlan.ts';
import type { LoadResult } from '../../lambda/scaling/load/loadResult.ts';
import { argument as argumentOf, targetOf } from '../commands/arguments.ts';
import type { Command } from '../commands/command.ts';
import type { FunctionTarget } from '../connections/lambdaConnection.ts';
import { targetName } from '../invoke/invocationReport.ts';
import { showProblem } from '../ui/showProblem.ts';
import type { Workbench } from '../workbench.ts';
import { type AskedLoad, askLoad } from './askLoad.ts';
import { fastestRate, longestSeconds } from './loadNumbers.ts';

/** Passed along with the function by a key binding, a page or another extension; `event` is JSON text. */
const LoadArgument = v.object({
  rate: v.pipe(v.number(), v.gtValue(0), v.maxValue(fastestRate)),
  seconds: v.pipe(v.number(), v.gtValue(0), v.maxValue(longestSeconds)),
  event: v.optional(v.string(), '{}'),
});

/** However long it lasts. */
const maximumInvocations = 1_000_000;
const seed = 1;
/** Lambda's. */
const longestTimeoutSeconds = 900;

/** Invokes a function at a rate for a while, and offers a report of what came of it; asks for what the argument does not say. Answers the result. */
export const runLoad: Command = async (workbench, argument): Promise<LoadResult | undefined> => {
  const target = await targetOf(workbench, argument);
  const given = argumentOf(LoadArgument, argument);
  const asked = target !== undefined && given !== undefined ? { ...given, target, event: { text: given.event, source: l10n.t('the event') } } : await askLoad(workbench, target);
  return asked === undefined ? undefined : confirmAndRun(workbench, asked);
};

async function confirmAndRun(workbench: Workbench, { target, rate, seconds, event }: AskedLoad): Promise<LoadResult | undefined> {
  const { functionName, qualifier, connection } = target;
  const plan: LoadPlan = {
    functionName,
    ...(qualifier !== undefined && { qualifier }),
    traffic: { shape: { type: 'constant', rps: rate }, spacing: 'poisson' },
    seconds,
    maximumInvocations,
    payload: await workbench.invoker.keep(target, event),
    seed,
  };
  const api = await connection.api();
  const { Configuration = {} } = await api.getFunction(qualifier === undefined ? functionName : `${functionName}:${qualifier}`);
  if (!connection.live) {
    const { confirmLoad } = await import('./confirmLoad.ts');
    if (!(await confirmLoad(target, plan, rate, Configuration))) return undefined;
  }
  await workbench.scaling.open(target);
  const result = await run(workbench, target, api, plan, Configuration);
  const { loadReportText, loadProgressText } = await import('./loadReportText.ts');
  void offerReport(workbench, target, loadProgressText(result), loadReportText(target, plan, rate, result));
  return result;
}

/** Where one looks at the graph, the report does not take its place unasked. Keeps nobody waiting. */
async function offerReport(workbench: Workbench, target: FunctionTarget, summary: string, report: string): Promise<void> {
  const show = l10n.t('Show Report');
  try {
    const chosen = await window.showInformationMessage(`${l10n.t('Load on {0}', targetName(target))}: ${summary}`, show);
    if (chosen === show) await workbench.results.show(target, report, { preserveFocus: false });
  } catch (error) {
    showProblem(error, workbench.log, () => void offerReport(workbench, target, summary, report));
  }
}

/** With a notification that tells how it goes; cancelling it ends the load, as does stopping the region, and what was measured until then counts. */
async function run({ clock, region }: Workbench, target: FunctionTarget, api: LambdaApi, plan: LoadPlan, { Timeout }: FunctionConfiguration): Promise<LoadResult> {
  const [{ startLoad }, { loadProgressText }] = await Promise.all([import('./startLoad.ts'), import('./loadReportText.ts')]);
  const title = l10n.t('Load on {0}', targetName(target));
  return window.withProgress({ location: ProgressLocation.Notification, title, cancellable: true }, async (progress, token) => {
    const load = startLoad({
      api,
      plan,
      clock,
      timeoutSeconds: Timeout ?? longestTimeoutSeconds,
      onProgress: (now) => progress.report({ message: loadProgressText(now), increment: 100 / plan.seconds }),
    });
    token.onCancellationRequested(() => load.stop());
    // Nobody answers any more.
    const following = target.connection.live ? region.onDidChangeStatus(({ phase }) => phase !== 'running' && load.stop()) : undefined;
    return load.result.finally(() => following?.dispose());
  });
}
