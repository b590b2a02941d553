import { l10n } from 'vscode';
import * as v from 'valibot';
import { CodedError } from '../../../common/codedError.ts';
import { archiveOf, type PackageSource } from '../../codeSigning/packageSource.ts';
import { readConfig } from '../../codeSigning/reading/readConfig.ts';
import type { FunctionTarget } from '../../connections/lambdaConnection.ts';
import { confirm } from '../../ui/confirm.ts';
import { withProgress } from '../../ui/progress.ts';
import { type Choice, pickOne } from '../../ui/quickPick.ts';
import type { Workbench } from '../../workbench.ts';
import { argument as argumentOf } from '../arguments.ts';
import type { Command } from '../command.ts';
import { askPath, type PathKind } from './askFiles.ts';
import { makeDeployable, planDeployment } from './deployable.ts';
import { isSignedFile } from './isSignedFile.ts';
import { signingChanged, signingTarget } from './signingSubject.ts';
import { unsignedArchive } from './unsignedArchive.ts';
import { whenUpdated } from './whenUpdated.ts';

/** `source`: a zip or folder, or the function's own package. */
const DeployArgument = v.object({ source: v.string() });
const ownPackage = 'own';

/**
 * Signs a package, asks Lambda whether it would take it, and deploys it. One of the user's that is signed already is deployed as it stands, the
 * function's own is signed anew. Answers whether it was deployed.
 */
export const deploySigned: Command = async (workbench, argument) => {
  const title = l10n.t('Sign and Deploy');
  const target = await signingTarget(workbench, argument, title);
  if (target === undefined) return false;
  const source = await sourceOf(workbench, target, argument, title);
  if (source === undefined) return false;
  const deployed = await workbench.codeSigning.files.using((folder) => deploy(workbench, { target, source, argument, title, folder }));
  await signingChanged(workbench, target);
  return deployed;
};

interface Deployment {
  readonly target: FunctionTarget;
  readonly source: PackageSource;
  readonly argument: unknown;
  readonly title: string;
  readonly folder: string;
}

async function deploy(workbench: Workbench, { target, source, argument, title, folder }: Deployment): Promise<boolean> {
  const { connection, functionName } = target;
  const { clock, codeSigning } = workbench;
  const api = await connection.api();
  const progress = l10n.t('Deploying to {0}', functionName);
  const found = await withProgress(clock, progress, async (signal, report) => {
    report(l10n.t('Waiting until no other change is under way'));
    const [config, { sha256 }] = await Promise.all([readConfig(api, functionName, signal), whenUpdated(api, functionName, clock, signal)]);
    const found = await archiveOf(source, folder, signal, report);
    const archive = source.type === 'stored' ? await unsignedArchive(codeSigning.verifier, found, folder, functionName, signal) : found;
    return { archive, config, sha256, isSigned: await isSignedFile(archive) };
  });
  if (found === undefined) return false;
  const { archive, config } = found;
  const plan = await planDeployment(workbench, connection, found, { argument, title, allowed: config?.allowed ?? [] });
  if (plan === undefined) return false;
  const ready = await withProgress(clock, progress, async (signal, report) => {
    const made = await makeDeployable(workbench, connection, { archive, plan, folder }, signal, report);
    try {
      report(l10n.t('Asking Lambda whether it takes the package'));
      await api.updateFunctionCode({ functionName, code: made.code, dryRun: true }, signal);
      signal.throwIfAborted();
      return made;
    } catch (error) {
      await made[Symbol.asyncDispose]();
      throw error;
    }
  });
  if (ready === undefined) return false;
  try {
    if (!(await mayDeploy(target))) return false;
    const done = await withProgress(clock, progress, async (signal, report) => {
      const { sha256, revisionId } = await whenUpdated(api, functionName, clock, signal);
      // Questions take time.
      if (sha256 !== found.sha256) throw changedMeanwhile(target);
      report('file' in ready.code ? l10n.t('Uploading the package to Lambda') : l10n.t('Lambda takes the package from the bucket'));
      await api.updateFunctionCode({ functionName, code: ready.code, ...(revisionId !== undefined && { revisionId }) }, signal);
      return true;
    });
    return done ?? false;
  } finally {
    await withProgress(clock, progress, async () => {
      await ready[Symbol.asyncDispose]();
    });
  }
}

function changedMeanwhile({ connection, functionName }: FunctionTarget): CodedError {
  const details = { connection: connection.connection.id, functionName };
  return new CodedError('CODE_CHANGED_MEANWHILE', l10n.t('Somebody else has deployed to {0} meanwhile. Look at what it has now, and deploy again.', functionName), { details });
}

/** What is in use in AWS is replaced for everybody; on this machine it is the user's own. */
async function mayDeploy({ connection: { live, connection }, functionName }: FunctionTarget): Promise<boolean> {
  if (live) return true;
  return confirm({
    question: l10n.t('Deploy the signed package to {0} in {1}?', functionName, connection.label),
    detail: l10n.t('Lambda would take it. It replaces the code of $LATEST; versions that are published stay as they are.'),
    action: l10n.t('Deploy'),
  });
}

async function sourceOf({ choices }: Workbench, { connection, functionName }: FunctionTarget, argument: unknown, title: string): Promise<PackageSource | undefined> {
  const given = argumentOf(DeployArgument, argument)?.source;
  const own: PackageSource = { type: 'stored', connection, code: { functionName } };
  if (given !== undefined) return given === ownPackage ? own : { type: 'path', path: given };
  const items: readonly Choice<'own' | PathKind>[] = [
    { label: l10n.t('The package of {0}', functionName), detail: l10n.t('What Lambda has now is signed, and deployed again.'), value: 'own' },
    { label: l10n.t('A zip…'), detail: l10n.t('One that is signed already is deployed as it stands.'), value: 'zip' },
    { label: l10n.t('A folder…'), detail: l10n.t('Its contents are packed.'), value: 'folder' },
  ];
  const picked = await pickOne<'own' | PathKind>({ title, canGoBack: false, placeholder: l10n.t('Choose what to deploy'), items: (add) => add(items) });
  if (picked.type !== 'chosen') return undefined;
  if (picked.value === 'own') return own;
  const path = await askPath(title, choices, picked.value);
  return path === undefined ? undefined : { type: 'path', path };
}
