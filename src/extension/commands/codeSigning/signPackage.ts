import { commands, l10n, Uri, window } from 'vscode';
import * as v from 'valibot';
import type { SigningJob } from '../../../aws/signer/signerApi.ts';
import { archiveOf, type PackageSource } from '../../codeSigning/packageSource.ts';
import { readConfig } from '../../codeSigning/reading/readConfig.ts';
import { layerName } from '../../codeSigning/reading/readParts.ts';
import type { LambdaConnection } from '../../connections/lambdaConnection.ts';
import { commandIds } from '../../contributions.ts';
import { withProgress } from '../../ui/progress.ts';
import type { Workbench } from '../../workbench.ts';
import { argument as argumentOf, targetOf } from '../arguments.ts';
import type { Command } from '../command.ts';
import { askArchive, askSignedFile, bareName } from './askFiles.ts';
import { askSigning, type SigningChoice } from './askSigning.ts';
import { signArchive } from './signArchive.ts';
import { signingChanged, signingConnection } from './signingSubject.ts';
import { refuseSigned, unsignedArchive } from './unsignedArchive.ts';

/** `source`: a zip or folder; `layer`: a layer version's ARN; `output`: where the signed zip goes. */
const SignArgument = v.object({ source: v.exactOptional(v.string()), layer: v.exactOptional(v.string()), output: v.exactOptional(v.string()) });

interface Asked {
  readonly source: PackageSource;
  readonly name: string;
}

/** Signs a zip, a folder, or what a function or a layer has, into a zip. Answers that file. */
export const signPackage: Command = async (workbench, argument) => {
  const title = l10n.t('Sign Package');
  const given = argumentOf(SignArgument, argument) ?? {};
  const connection = await signingConnection(workbench, argument, title);
  if (connection === undefined) return undefined;
  const asked = await sourceOf(workbench, connection, argument, given, title);
  if (asked === undefined) return undefined;
  if (asked.source.type === 'path') await refuseSigned(asked.source.path);
  const choice = await askSigning(workbench, connection, { argument, title, allowed: await allowedOf(workbench, argument) });
  if (choice === undefined) return undefined;
  const path = asked.source.type === 'path' ? asked.source.path : undefined;
  const signed = given.output ?? (await askSignedFile(title, path, asked.name, workbench.choices));
  if (signed === undefined) return undefined;
  const job = await sign(workbench, connection, asked, choice, signed);
  if (job === undefined) return undefined;
  await signingChanged(workbench);
  if (given.output === undefined) offerToVerify(connection, signed);
  return signed;
};

async function sign(workbench: Workbench, connection: LambdaConnection, { source, name }: Asked, choice: SigningChoice, signed: string): Promise<SigningJob | undefined> {
  return withProgress(workbench.clock, l10n.t('Signing {0}', name), (signal, report) =>
    workbench.codeSigning.files.using(async (folder) => {
      const found = await archiveOf(source, folder, signal, report);
      const archive = source.type === 'stored' ? await unsignedArchive(workbench.codeSigning.verifier, found, folder, name, signal) : found;
      return signArchive(workbench, connection, { ...choice, archive, signed }, signal, report);
    }),
  );
}

async function sourceOf(
  workbench: Workbench,
  connection: LambdaConnection,
  argument: unknown,
  { source, layer }: v.InferOutput<typeof SignArgument>,
  title: string,
): Promise<Asked | undefined> {
  const path = argument instanceof Uri ? argument.fsPath : source;
  if (path !== undefined) return { source: { type: 'path', path }, name: bareName(path) };
  if (layer !== undefined) return { source: { type: 'stored', connection, code: { layerVersionArn: layer } }, name: layerName(layer).replace(':', '-') };
  const target = await targetOf(workbench, argument);
  if (target !== undefined) return { source: { type: 'stored', connection, code: { functionName: target.functionName } }, name: target.functionName };
  const chosen = await askArchive(title, workbench.choices);
  return chosen === undefined ? undefined : { source: { type: 'path', path: chosen }, name: bareName(chosen) };
}

/** Those whom the function's configuration allows, to be told apart; that it cannot be read is no reason not to sign. */
async function allowedOf(workbench: Workbench, argument: unknown): Promise<readonly string[]> {
  const target = await targetOf(workbench, argument);
  if (target === undefined) return [];
  const config = await readConfig(await target.connection.api(), target.functionName).catch(() => undefined);
  return config?.allowed ?? [];
}

/** Keeps nobody waiting. */
function offerToVerify({ connection }: LambdaConnection, file: string): void {
  const verify = l10n.t('Verify Signature');
  void window.showInformationMessage(l10n.t('Signed: {0}', file), verify).then((chosen) => {
    if (chosen === verify) void commands.executeCommand(commandIds.verifySignature, { connection: connection.id, file });
  });
}
