import type { ProvisionedConcurrencyStatusEnum } from '@aws-sdk/client-lambda';
import { l10n } from 'vscode';
import type { ProvisionedConcurrency } from '../../../../aws/lambdaApi.ts';
import { joined } from '../../../ui/formats.ts';

interface Look {
  readonly icon: string;
  readonly color?: string;
}

const looks: Readonly<Record<ProvisionedConcurrencyStatusEnum, Look | undefined>> = {
  IN_PROGRESS: { icon: 'sync~spin', color: 'charts.yellow' },
  READY: { icon: 'pass', color: 'charts.green' },
  FAILED: { icon: 'error', color: 'problemsErrorIcon.foreground' },
};

/** How a row shows the status; a service that is newer than the SDK may answer others. */
export function provisionedLook(status: ProvisionedConcurrencyStatusEnum | undefined): Look {
  return (status === undefined ? undefined : looks[status]) ?? { icon: 'circle-large-outline' };
}

/** `5 of 10 ready`, how far it is while it is in progress, or why it failed. */
export function provisionedText(provisioned: ProvisionedConcurrency | undefined): string {
  if (provisioned === undefined) return l10n.t('none');
  const { requested, allocated, available, status, statusReason } = provisioned;
  const ready = l10n.t('{0} of {1} ready', available, requested);
  if (status === 'FAILED') return joined(' · ', l10n.t('failed'), failureText(statusReason), available > 0 ? ready : undefined);
  if (status !== 'IN_PROGRESS') return ready;
  // None of those that are asked for anew is used before all are there.
  return joined(' · ', l10n.t('{0} of {1} allocated', allocated, requested), available > 0 ? l10n.t('{0} ready', available) : undefined);
}

/** Short, as a side bar is narrow; the tooltip has Lambda's own word. */
function failureText(statusReason: string | undefined): string | undefined {
  return statusReason === 'FUNCTION_ERROR_INIT_FAILURE' ? l10n.t('init error') : statusReason;
}

/** In Lambda's own terms, one line a figure. */
export function provisionedLines({ requested, allocated, available, status, statusReason }: ProvisionedConcurrency): string {
  return joined(
    '\n',
    l10n.t('Requested: {0}', requested),
    l10n.t('Allocated: {0}', allocated),
    l10n.t('Available: {0}', available),
    status && l10n.t('Status: {0}', joined(' · ', status, statusReason)),
  );
}
