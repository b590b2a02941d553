import { l10n } from 'vscode';
import { CodedError, codeOf } from '../../../common/codedError.ts';
import { targetName } from '../../invoke/invocationReport.ts';
import { ProvisionedReading, type ProvisionedState, type Visibility } from '../../trees/functions/scaling/provisionedReading.ts';
import { withProgress } from '../../ui/progress.ts';
import { showProblem } from '../../ui/showProblem.ts';
import type { Workbench } from '../../workbench.ts';
import type { QualifiedTarget } from './qualifiedTarget.ts';

/** Whoever stopped the region, or deleted the function or its alias, knows. */
const untold: ReadonlySet<unknown> = new Set(['REGION_STOPPED', 'notFound']);
/** A notification is seen wherever one looks. */
const alwaysSeen: Visibility = { visible: true, onDidChange: () => ({ dispose() {} }) };

/** Shows progress until what was asked for is ready, and tells why it failed. Keeps nobody waiting; who cancels it stops looking, no more. */
export function followProvisioning(workbench: Workbench, target: QualifiedTarget): void {
  const { clock, log } = workbench;
  const title = l10n.t('Waiting for the provisioned concurrency of {0}', targetName(target));
  const following = withProgress(clock, title, (signal, report) => settled(clock, target, signal, report));
  following.then((state) => throwFailure(target, state)).catch((error: unknown) => showProblem(error, log, () => followProvisioning(workbench, target)));
}

/** Resolves to the first state that stays. */
async function settled(
  clock: Workbench['clock'],
  { connection, functionName, qualifier }: QualifiedTarget,
  signal: AbortSignal,
  report: (message: string) => void,
): Promise<ProvisionedState | undefined> {
  const { promise, resolve } = Promise.withResolvers<ProvisionedState | undefined>();
  const reading = new ProvisionedReading({
    read: async (stop) => (await connection.api()).getProvisioned(functionName, qualifier, stop),
    changes: connection.onDidChangeProvisioned,
    clock,
    visibility: alwaysSeen,
    onDidChange: () => look(reading.state),
  });
  const look = (state: ProvisionedState | undefined) => {
    if (state?.type === 'read' && state.provisioned?.status === 'IN_PROGRESS') {
      const { allocated, requested } = state.provisioned;
      report(l10n.t('{0} of {1} allocated', allocated, requested));
    } else {
      resolve(state);
    }
  };
  signal.addEventListener('abort', () => resolve(undefined));
  try {
    look(await reading.read());
    return await promise;
  } finally {
    reading.dispose();
  }
}

function throwFailure(target: QualifiedTarget, state: ProvisionedState | undefined): void {
  if (state?.type === 'unreadable') {
    if (untold.has(codeOf(state.error))) return;
    throw state.error;
  }
  if (state?.provisioned?.status !== 'FAILED') return;
  const { functionName, qualifier, connection } = target;
  const message = l10n.t(
    'The provisioned concurrency of {0} failed: {1}. What its initialisation wrote is in the log.',
    targetName(target),
    state.provisioned.statusReason ?? 'FAILED',
  );
  throw new CodedError('PROVISIONING_FAILED', message, { details: { connection: connection.connection.id, functionName, qualifier } });
}
