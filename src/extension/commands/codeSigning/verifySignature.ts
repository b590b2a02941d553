import { basename } from 'node:path';
import { l10n, Uri } from 'vscode';
import * as v from 'valibot';
import type { CheckedAgainst } from '../../codeSigning/packages/packageVerifier.ts';
import { readConfig } from '../../codeSigning/reading/readConfig.ts';
import { verificationText } from '../../codeSigning/verificationText.ts';
import { verificationWords } from '../../codeSigning/verificationWords.ts';
import { withProgress } from '../../ui/progress.ts';
import type { Workbench } from '../../workbench.ts';
import { argument as argumentOf, targetOf } from '../arguments.ts';
import type { Command } from '../command.ts';
import { askPath } from './askFiles.ts';
import { signingConnection } from './signingSubject.ts';

const FileArgument = v.object({ file: v.string() });

/** Checks any zip as Lambda does, and shows what was found. Answers the verification. */
export const verifySignature: Command = async (workbench, argument) => {
  const title = l10n.t('Verify Signature of File');
  const file = argument instanceof Uri ? argument.fsPath : (argumentOf(FileArgument, argument)?.file ?? (await askPath(title, workbench.choices, 'zip')));
  if (file === undefined) return undefined;
  const connection = await signingConnection(workbench, argument, title);
  if (connection === undefined) return undefined;
  const { codeSigning, clock, verifications } = workbench;
  const found = await withProgress(clock, l10n.t('Checking the signature of {0}', basename(file)), async (signal) => {
    const [roots, allowed] = await Promise.all([codeSigning.rootsOf(connection, signal), allowedOf(workbench, argument, signal)]);
    const against: CheckedAgainst = {
      roots,
      allowedProfileVersions: allowed,
      revocations: async (query) => (await codeSigning.signerOf(connection)).revocations(query, signal),
      connection: connection.connection.id,
    };
    return { allowed, verification: await codeSigning.verifier.verifyFile(file, against, signal) };
  });
  if (found === undefined) return undefined;
  const text = verificationText({ file, connection: connection.connection.label, ...found }, verificationWords(connection.live));
  await verifications.show(basename(file), text);
  return found.verification;
};

/** Those whom the function's configuration allows, where the command was called on one. */
async function allowedOf(workbench: Workbench, argument: unknown, signal: AbortSignal): Promise<readonly string[] | undefined> {
  const target = await targetOf(workbench, argument);
  if (target === undefined) return undefined;
  return (await readConfig(await target.connection.api(), target.functionName, signal))?.allowed;
}
