import type { commandIds, internalCommandIds } from '../contributions.ts';
import type { Command } from './command.ts';
import { chooseCredentials } from './chooseCredentials.ts';
import { attachCodeSigningConfig, deleteCodeSigningConfig, detachCodeSigningConfig } from './codeSigning/attachCodeSigningConfig.ts';
import { createCodeSigningConfig } from './codeSigning/createCodeSigningConfig.ts';
import { deploySigned } from './codeSigning/deploySigned.ts';
import { editCodeSigningConfig, switchToWarn } from './codeSigning/editCodeSigningConfig.ts';
import { openCodeSigning, openCodeSigningOverview } from './codeSigning/openCodeSigning.ts';
import { revokeSigningJob } from './codeSigning/revokeSigningJob.ts';
import { cancelSigningProfile, createSigningProfile, revokeSigningProfile } from './codeSigning/signingProfileCommands.ts';
import { signPackage } from './codeSigning/signPackage.ts';
import { verifySignature } from './codeSigning/verifySignature.ts';
import { createFunctionUrl } from './createFunctionUrl.ts';
import { copyArn, openScaling, openTemplate, showLogs } from './functionCommands.ts';
import { copyFunctionUrl, deleteFunctionUrl, openFunctionUrl } from './functionUrlCommands.ts';
import { runLoad } from '../load/runLoad.ts';
import { invoke, invokeAgain, invokeStreaming, invokeWithDocument } from './invoke.ts';
import {
  copyEndpoint,
  restartLocalRegion,
  retireEnvironment,
  showRegionLog,
  startLocalRegion,
  stopLocalRegion,
} from './regionCommands.ts';
import { configureAutoScaling } from './scaling/configureAutoScaling.ts';
import { setProvisionedConcurrency } from './scaling/setProvisionedConcurrency.ts';
import { setIsolation } from './setIsolation.ts';
import { setReservedConcurrency } from './setReservedConcurrency.ts';
import { loadMore, openAwsConfig, openPosition, refresh, retry, signIn } from './treeCommands.ts';
import { copyValue, hideValue, revealValue } from './valueCommands.ts';

/** What each command does, by the name of its id. */
export const commandTable: Readonly<Record<keyof typeof commandIds, Command>> = {
  invoke,
  invokeStreaming,
  invokeAgain,
  invokeWithDocument,
  runLoad,
  showLogs,
  openScaling,
  setReservedConcurrency,
  setProvisionedConcurrency,
  configureAutoScaling,
  setIsolation,
  chooseCredentials,
  openFunctionUrl,
  copyFunctionUrl,
  createFunctionUrl,
  deleteFunctionUrl,
  openCodeSigning,
  openCodeSigningOverview,
  createCodeSigningConfig,
  editCodeSigningConfig,
  deleteCodeSigningConfig,
  attachCodeSigningConfig,
  detachCodeSigningConfig,
  switchToWarn,
  createSigningProfile,
  cancelSigningProfile,
  revokeSigningProfile,
  revokeSigningJob,
  signPackage,
  verifySignature,
  deploySigned,
  openTemplate,
  copyArn,
  revealValue,
  hideValue,
  copyValue,
  refresh,
  startLocalRegion,
  stopLocalRegion,
  restartLocalRegion,
  retireEnvironment,
  copyEndpoint,
  showRegionLog,
};

export const internalCommandTable: Readonly<Record<keyof typeof internalCommandIds, Command>> = {
  loadMore,
  retry,
  openAwsConfig,
  signIn,
  openPosition,
};
