import { l10n } from 'vscode';
import { CodedError, codeOf } from '../../common/codedError.ts';
import type { SourcePosition } from '../../lambda/function.ts';
import { refusedInvocation, type Refused } from '../invoke/refusedInvocation.ts';
import { throttledTarget } from '../invoke/throttledInvocation.ts';
import { builtInCommandIds, commandIds, internalCommandIds, settingIds, settingsSection } from '../contributions.ts';

/** Something that the user can do about a problem. */
export interface ProblemAction {
  readonly title: string;
  readonly icon: string;
  /** `retry` does again what failed; it is up to whoever shows the problem. */
  readonly command: string;
  readonly arguments?: readonly unknown[];
}

export interface ProblemLook {
  /** Stands for the message where that is too long for an item. */
  readonly short?: string;
  readonly icon: string;
  readonly color?: string;
  readonly actions: readonly ProblemAction[];
}

const retry = (): ProblemAction => ({ title: l10n.t('Retry'), icon: 'refresh', command: internalCommandIds.retry });
const showLog = (): ProblemAction => ({ title: l10n.t('Show Log'), icon: 'output', command: commandIds.showRegionLog });
const start = (): ProblemAction => ({ title: l10n.t('Start Local Runner'), icon: 'debug-start', command: commandIds.startLocalRegion });
const awsConfig = (): ProblemAction => ({ title: l10n.t('Open AWS Configuration'), icon: 'gear', command: internalCommandIds.openAwsConfig });
const signIn = (command: string): ProblemAction => ({
  title: l10n.t('Sign In…'),
  icon: 'sign-in',
  command: internalCommandIds.signIn,
  arguments: [command],
});
const trust = (): ProblemAction => ({ title: l10n.t('Manage Workspace Trust'), icon: 'workspace-untrusted', command: builtInCommandIds.manageTrust });
const chooseCredentials = (): ProblemAction => ({ title: l10n.t('Choose Credentials…'), icon: 'key', command: commandIds.chooseCredentials });
const openSetting = (id: string): ProblemAction => ({
  title: l10n.t('Open Settings'),
  icon: 'settings',
  command: builtInCommandIds.openSettings,
  arguments: [`${settingsSection}.${id}`],
});

const error = { icon: 'error', color: 'problemsErrorIcon.foreground' };

/** By error code; functions, as texts are read when shown. */
const looks: Readonly<Record<string, (reason: unknown) => ProblemLook>> = {
  NO_CODE_SIGNING_CONFIG: (reason) => ({ icon: 'shield', actions: signing(reason, commandIds.attachCodeSigningConfig, l10n.t('Attach Configuration…')) }),
  NO_CODE_SIGNING_CONFIG_HERE: (reason) => ({ icon: 'shield', actions: signing(reason, commandIds.createCodeSigningConfig, l10n.t('Create Configuration…')) }),
  CODE_SIGNING_CONFIG_IN_USE: (reason) => ({ icon: 'shield', actions: signing(reason, commandIds.openCodeSigningOverview, l10n.t('Open Code Signing Overview')) }),
  SIGNED_CONTENT_CHANGED: () => ({ icon: 'shield', actions: [] }),
  PACKAGE_ALREADY_SIGNED: () => ({ icon: 'shield', actions: [] }),
  NO_SIGNING_PROFILE: (reason) => ({ icon: 'key', actions: signing(reason, commandIds.createSigningProfile, l10n.t('Create Signing Profile…')) }),
  NO_SIGNING_JOB: () => ({ icon: 'info', actions: [] }),
  SIGNING_ROOTS_UNUSABLE: (reason) => ({ ...error, actions: [openSetting(rootsSetting(reason)), retry()] }),
  LAST_PUBLISHER: () => ({ icon: 'shield', actions: [] }),
  NO_FUNCTION_URL: () => ({ icon: 'globe', actions: [] }),
  NO_PUBLISHED_VERSION: () => ({ icon: 'tag', actions: [] }),
  PROVISIONING_FAILED: (reason) => ({ ...error, actions: showLogs(reason) }),
  EVENT_NOT_JSON: () => ({ ...error, actions: [] }),
  notServed: () => ({ short: l10n.t('Not served yet'), icon: 'info', actions: [] }),
  noCredentials: () => ({ icon: 'key', actions: [awsConfig(), retry()] }),
  credentialsExpired: (reason) => {
    const command = signInCommand(reason);
    return { icon: 'key', actions: [command === undefined ? awsConfig() : signIn(command), retry()] };
  },
  accessDenied: () => ({ icon: 'lock', actions: [retry()] }),
  network: () => ({ icon: 'debug-disconnect', actions: [retry()] }),
  throttled: () => ({ icon: 'watch', actions: [retry()] }),
  INVOCATION_THROTTLED: (reason) => ({ icon: 'watch', actions: [...limitActions(reason), retry()] }),
  service: (reason) => ({ ...error, actions: [...(isLocalRuntimeMissing(reason) ? [openSetting(settingIds.runtimes)] : []), retry()] }),
  ISOLATION_UNAVAILABLE: (reason) => ({ ...error, actions: [...setIsolation(reason), openSetting(settingIds.localIsolation), retry()] }),
  ISOLATION_NOT_HERE: (reason) => ({ ...error, actions: setIsolation(reason) }),
  IMAGE_UNAVAILABLE: (reason) => ({ ...error, actions: [...setIsolation(reason), openSetting(settingIds.localContainerTool), retry()] }),
  LAYER_UNAVAILABLE: (reason) => ({ ...error, actions: [...openTemplate(reason), chooseCredentials(), retry()] }),
  ENV_FILE_UNUSABLE: (reason) => ({ ...error, actions: [...openFile(reason), openSetting(settingIds.localEnvironmentFiles), retry()] }),
  CREDENTIALS_UNAVAILABLE: (reason) => {
    const command = signInCommand(reason);
    return { icon: 'key', actions: [...(command === undefined ? [] : [signIn(command)]), chooseCredentials(), retry()] };
  },
  AWS_CONFIG_UNREADABLE: () => ({ ...error, actions: [awsConfig(), retry()] }),
  WORKSPACE_UNTRUSTED: () => ({ short: l10n.t('This workspace is not trusted'), icon: 'workspace-untrusted', actions: [trust()] }),
  REGION_STOPPED: () => ({ short: l10n.t('The Local runner is stopped'), icon: 'debug-stop', actions: [start()] }),
  REGION_EXITED: () => ({ ...error, actions: [start(), showLog()] }),
  REGION_NOT_STARTED: () => ({ ...error, actions: [start(), showLog()] }),
  REGION_STREAM_UNREADABLE: () => ({ ...error, actions: [start(), showLog()] }),
  REGION_UNREACHABLE: () => ({ ...error, actions: [retry(), showLog()] }),
  PORT_TAKEN: () => ({ ...error, actions: [openSetting(settingIds.localPort), start()] }),
  PORT_REFUSED: () => ({ ...error, actions: [openSetting(settingIds.localPort), start()] }),
  DATA_FOLDER_LOCKED: () => ({ ...error, actions: [start()] }),
  DATA_FOLDER_UNUSABLE: () => ({ ...error, actions: [start(), showLog()] }),
  DISK_FULL: () => ({ ...error, actions: [start()] }),
};

/** How to show an error, and what to offer for it. */
export function problemLook(reason: unknown): ProblemLook {
  const code = codeOf(reason);
  const look = code === undefined ? undefined : looks[code];
  return look?.(reason) ?? { ...error, actions: [retry()] };
}

/** What raises the limit that was hit, or shows how it was. */
function limitActions(reason: unknown): readonly ProblemAction[] {
  const target = throttledTarget(reason);
  if (target === undefined) return [];
  const { local, limit, ...named } = target;
  const raise: ProblemAction = {
    title: l10n.t('Set Reserved Concurrency…'),
    icon: 'dashboard',
    command: commandIds.setReservedConcurrency,
    arguments: [named],
  };
  const scaling: ProblemAction = { title: l10n.t('Open Scaling'), icon: 'graph-line', command: commandIds.openScaling, arguments: [named] };
  return [
    ...(limit === 'reserved' ? [raise] : []),
    ...(limit === 'account' && local ? [openSetting(settingIds.localAccountConcurrency)] : []),
    ...(local ? [scaling] : []),
  ];
}

function rootsSetting(reason: unknown): string {
  const setting = reason instanceof CodedError ? reason.details['setting'] : undefined;
  return typeof setting === 'string' ? setting : settingIds.codeSigningRoots;
}

/** About the connection, and the function where there is one, that the problem names. */
function signing(reason: unknown, command: string, title: string): readonly ProblemAction[] {
  return reason instanceof CodedError ? [{ title, icon: 'shield', command, arguments: [reason.details] }] : [];
}

function setIsolation(reason: unknown): readonly ProblemAction[] {
  return ofFunction(reason, ({ connection, functionName }) => ({
    title: l10n.t('Set Isolation…'),
    icon: 'vm',
    command: commandIds.setIsolation,
    arguments: [{ connection, functionName }],
  }));
}

/** Of the function whose environments did not initialise. */
function showLogs(reason: unknown): readonly ProblemAction[] {
  return reason instanceof CodedError ? [{ title: l10n.t('Show Logs'), icon: 'output', command: commandIds.showLogs, arguments: [reason.details] }] : [];
}

function openTemplate(reason: unknown): readonly ProblemAction[] {
  return ofFunction(reason, ({ connection, functionName, hasTemplate }) =>
    hasTemplate
      ? { title: l10n.t('Open Template'), icon: 'go-to-file', command: commandIds.openTemplate, arguments: [{ connection, functionName }] }
      : undefined,
  );
}

function openFile(reason: unknown): readonly ProblemAction[] {
  return ofFunction(reason, ({ file, line = 0 }) => {
    if (file === undefined) return undefined;
    const position: SourcePosition = { file, line, column: 0, endLine: line, endColumn: 0 };
    return { title: l10n.t('Open File'), icon: 'go-to-file', command: internalCommandIds.openPosition, arguments: [position] };
  });
}

function ofFunction(reason: unknown, action: (refused: Refused) => ProblemAction | undefined): readonly ProblemAction[] {
  const refused = refusedInvocation(reason);
  const found = refused && action(refused);
  return found === undefined ? [] : [found];
}

/** No executable for the function's runtime was found on this machine, or nothing says how it starts. */
function isLocalRuntimeMissing(reason: unknown): boolean {
  const code = reason instanceof CodedError ? reason.details['localCode'] : undefined;
  return code === 'RUNTIME_NOT_FOUND' || code === 'RUNTIME_UNSUPPORTED';
}

/** The command that renews expired credentials, where there is one. */
function signInCommand(reason: unknown): string | undefined {
  const command = reason instanceof CodedError ? reason.details['signIn'] : undefined;
  return typeof command === 'string' ? command : undefined;
}
