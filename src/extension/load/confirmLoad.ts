import { l10n } from 'vscode';
import type { FunctionConfiguration } from '@aws-sdk/client-lambda';
import { plannedInvocations } from '../../lambda/scaling/load/loadArrivals.ts';
import type { LoadPlan } from '../../lambda/scaling/load/loadPlan.ts';
import { estimateLoad } from '../../lambda/scaling/pricing/estimateLoad.ts';
import type { FunctionTarget } from '../connections/lambdaConnection.ts';
import { targetName } from '../invoke/invocationReport.ts';
import { confirm } from '../ui/confirm.ts';
import { formatMilliseconds } from '../ui/formats.ts';

/** How long an invocation takes, nobody knows before: the estimate says that it supposes this. */
const supposedMs = 100;

/** Asks before a function in AWS is invoked many times; false where the user thinks better of it. */
export async function confirmLoad(target: FunctionTarget, plan: LoadPlan, rate: number, configuration: FunctionConfiguration): Promise<boolean> {
  const { region } = target.connection.connection;
  const { MemorySize: memoryMegabytes = 128, Timeout = 3, Architectures, FunctionArn } = configuration;
  const invocations = plannedInvocations(plan);
  const cost = (meanMs: number): string => dollars(estimateLoad({ invocations, memoryMegabytes, meanMs, architecture: Architectures?.[0] ?? 'x86_64', region }));
  const likely = Math.min(supposedMs, Timeout * 1000);
  const details = [
    l10n.t('{0} invocations a second on average, for {1}, in account {2}.', rate, formatMilliseconds(plan.seconds * 1000), FunctionArn?.split(':')[4] ?? '?'),
    l10n.t('That costs about {0} if each takes {1} ms, and at most {2} if each runs until its timeout; what the function itself calls is not counted.', cost(likely), likely, cost(Timeout * 1000)),
  ];
  return confirm({
    question: l10n.t('Invoke {0} in {1} {2} times?', targetName(target), region, invocations),
    detail: details.join('\n\n'),
    action: l10n.t('Run Load'),
  });
}

/** Rounded up. */
function dollars(amount: number): string {
  return `${(Math.ceil(amount * 100) / 100).toFixed(2)} USD`;
}
