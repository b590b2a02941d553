import type { CodeSigningAction } from '../../protocol/webview/codeSigning.ts';
import { commandIds } from '../contributions.ts';
import type { Shown } from './codeSigningDesk.ts';

type Facts = Readonly<Record<string, unknown>>;

interface ActionCommand {
  readonly command: (typeof commandIds)[keyof typeof commandIds];
  /** What goes with the function, or the connection. */
  readonly facts?: (subject: string | undefined) => Facts;
}

/** What a button of the page calls: the commands that the palette has. */
const actionCommands: Readonly<Record<CodeSigningAction, ActionCommand>> = {
  sign: { command: commandIds.signPackage, facts: named('layer') },
  deploySigned: { command: commandIds.deploySigned },
  attach: { command: commandIds.attachCodeSigningConfig },
  detach: { command: commandIds.detachCodeSigningConfig },
  createConfig: { command: commandIds.createCodeSigningConfig },
  editConfig: { command: commandIds.editCodeSigningConfig },
  deleteConfig: { command: commandIds.deleteCodeSigningConfig },
  allowPublisher: { command: commandIds.editCodeSigningConfig, facts: (subject) => ({ change: { type: 'allow', ...(subject !== undefined && { publisher: subject }) } }) },
  removePublisher: { command: commandIds.editCodeSigningConfig, facts: (subject) => ({ change: { type: 'remove', ...(subject !== undefined && { publisher: subject }) } }) },
  setPolicy: { command: commandIds.editCodeSigningConfig, facts: (subject) => ({ change: { type: 'policy', policy: subject } }) },
  revokeJob: { command: commandIds.revokeSigningJob, facts: named('job') },
  revokeProfile: { command: commandIds.revokeSigningProfile, facts: named('profileVersion') },
  verifyFile: { command: commandIds.verifySignature },
  createProfile: { command: commandIds.createSigningProfile },
};

/** The command for an action, about the function or the connection that the page shows. */
export function commandOf(action: CodeSigningAction, subject: string | undefined, shown: Shown): { readonly command: string; readonly argument: Facts } {
  const { command, facts } = actionCommands[action];
  return { command, argument: { ...subjectOf(shown), ...facts?.(subject) } };
}

function subjectOf(shown: Shown): Facts {
  if (shown.type === 'overview') return { connection: shown.connection.connection.id };
  const { connection, functionName } = shown.target;
  return { connection: connection.connection.id, functionName };
}

function named(name: string): (subject: string | undefined) => Facts {
  return (subject) => (subject === undefined ? {} : { [name]: subject });
}
