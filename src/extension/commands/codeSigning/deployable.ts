import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { l10n } from 'vscode';
import type { CodeUpdate } from '../../../aws/codeApi.ts';
import type { BucketStorage } from '../../../aws/signer/signerApi.ts';
import { limits } from '../../../lambda/limits.ts';
import type { LambdaConnection } from '../../connections/lambdaConnection.ts';
import type { Workbench } from '../../workbench.ts';
import { askDeployStorage, askSigning, type SigningChoice } from './askSigning.ts';
import { leftBehindTo, signArchive, signingRequest } from './signArchive.ts';

/** What Lambda is told to take: a file, or an object in S3, which goes with it. */
export interface Deployable extends AsyncDisposable {
  readonly code: CodeUpdate['code'];
}

/** How what is found becomes what Lambda takes. */
export type DeployPlan =
  | { readonly type: 'sign'; readonly choice: SigningChoice }
  /** Through a bucket where the file is more than Lambda takes directly. */
  | { readonly type: 'asItStands'; readonly storage?: BucketStorage };

export interface FoundArchive {
  readonly archive: string;
  readonly isSigned: boolean;
}

export interface PlanQuestion {
  readonly argument: unknown;
  readonly title: string;
  readonly allowed: readonly string[];
}

/** Asks for what an argument does not say. Undefined where the user gave up. */
export async function planDeployment(workbench: Workbench, connection: LambdaConnection, { archive, isSigned }: FoundArchive, question: PlanQuestion): Promise<DeployPlan | undefined> {
  if (!isSigned) {
    const choice = await askSigning(workbench, connection, question);
    return choice && { type: 'sign', choice };
  }
  if (connection.live || (await stat(archive)).size <= limits.zippedCodeBytes) return { type: 'asItStands' };
  const storage = await askDeployStorage(workbench.choices, connection, question);
  return storage && { type: 'asItStands', storage };
}

/**
 * What AWS Signer signs is in S3, and Lambda takes it from there, whatever its size. Rejects with nothing left in a bucket; what it resolves to is
 * to be disposed of once it is deployed: Lambda makes a copy of its own.
 * @param folder for files of ours.
 */
export async function makeDeployable(
  workbench: Workbench,
  connection: LambdaConnection,
  { archive, plan, folder }: { readonly archive: string; readonly plan: DeployPlan; readonly folder: string },
  signal: AbortSignal,
  report: (message: string) => void,
): Promise<Deployable> {
  if (plan.type === 'sign' && connection.live) {
    const signed = join(folder, 'signed.zip');
    await signArchive(workbench, connection, { ...plan.choice, archive, signed }, signal, report);
    return ofFile(signed);
  }
  const signer = await workbench.codeSigning.signerOf(connection);
  if (plan.type === 'sign') return signer.signInBucket(signingRequest(workbench, { ...plan.choice, archive }, report), signal);
  if (plan.storage === undefined) return ofFile(archive);
  report(l10n.t('Uploading the package'));
  return signer.store({ file: archive, storage: plan.storage, onLeftBehind: leftBehindTo(workbench) }, signal);
}

function ofFile(file: string): Deployable {
  return { code: { file }, [Symbol.asyncDispose]: async () => {} };
}
