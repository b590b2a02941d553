import type { FunctionConfiguration } from '@aws-sdk/client-lambda';
import { l10n } from 'vscode';
import { joined } from '../../ui/formats.ts';

type StateName = NonNullable<FunctionConfiguration['State']>;
type UpdateName = NonNullable<FunctionConfiguration['LastUpdateStatus']>;

interface Look {
  readonly icon: string;
  readonly color?: string;
  /** It goes over by itself. */
  readonly passing: boolean;
}

export interface FunctionState extends Look {
  /** A few words for the function's row. */
  readonly text: string;
}

const waiting: Look = { icon: 'loading~spin', color: 'charts.yellow', passing: true };
const updating: Look = { icon: 'sync~spin', color: 'charts.yellow', passing: true };
const resting: Look = { icon: 'circle-slash', passing: false };
const failed: Look = { icon: 'error', color: 'problemsErrorIcon.foreground', passing: false };
const notUpdated: Look = { icon: 'warning', color: 'problemsWarningIcon.foreground', passing: false };

const states: Readonly<Record<StateName, Look | undefined>> = {
  Pending: waiting,
  Active: undefined,
  ActiveNonInvocable: resting,
  Inactive: resting,
  Deactivating: updating,
  Deactivated: resting,
  Deleting: updating,
  Failed: failed,
};

const updates: Readonly<Record<UpdateName, (() => FunctionState) | undefined>> = {
  Successful: undefined,
  InProgress: () => ({ ...updating, text: l10n.t('update in progress') }),
  Failed: () => ({ ...notUpdated, text: l10n.t('last update failed') }),
};

/** What is worth saying about a function's state: undefined where it is active and up to date, or nothing is known. */
export function functionState({ State: state, LastUpdateStatus: update }: FunctionConfiguration): FunctionState | undefined {
  // A service that is newer than the SDK may answer names that neither table has.
  const look = state === undefined ? undefined : states[state];
  if (state !== undefined && look !== undefined) return { ...look, text: state };
  return update === undefined ? undefined : updates[update]?.();
}

/** `Pending · The function is being created.` */
export function withReason(status: string, reason: string | undefined): string {
  return joined(' · ', status, reason);
}
