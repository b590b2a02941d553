import { env, l10n } from 'vscode';
import * as v from 'valibot';
import type { SigningJob } from '../../../aws/signer/signerApi.ts';
import { CodedError } from '../../../common/codedError.ts';
import { parseSigningJobArn } from '../../../lambda/signing/make/signingArns.ts';
import type { LambdaConnection } from '../../connections/lambdaConnection.ts';
import { confirm } from '../../ui/confirm.ts';
import { formatTime, joined } from '../../ui/formats.ts';
import { pickOne } from '../../ui/quickPick.ts';
import type { Workbench } from '../../workbench.ts';
import { argument as argumentOf } from '../arguments.ts';
import type { Command } from '../command.ts';
import { askReason } from './askReason.ts';
import { signingChanged, signingConnection } from './signingSubject.ts';

const JobArgument = v.object({ job: v.pipe(v.string(), v.transform((job) => parseSigningJobArn(job)?.id ?? job)) });
const ReasonArgument = v.object({ reason: v.pipe(v.string(), v.nonEmpty()) });
const jobsOffered = 100;

/** What that job has signed is valid no more. */
export const revokeSigningJob: Command = async (workbench, argument) => {
  const title = l10n.t('Revoke Signing Job');
  const connection = await signingConnection(workbench, argument, title);
  if (connection === undefined) return;
  const id = argumentOf(JobArgument, argument)?.job ?? (await pickJob(workbench, connection, title));
  if (id === undefined) return;
  const reason = argumentOf(ReasonArgument, argument)?.reason ?? (await askReason(title));
  if (reason === undefined) return;
  const sure = await confirm({
    question: l10n.t('Revoke the signing job {0} in {1}?', id, connection.connection.label),
    detail: l10n.t('What it has signed is not trusted any more: functions whose configuration enforces it do not take it again. This cannot be taken back.'),
    action: l10n.t('Revoke'),
  });
  if (!sure) return;
  await (await workbench.codeSigning.signerOf(connection)).revokeJob(id, reason);
  workbench.codeSigning.verifier.forget();
  await signingChanged(workbench);
};

async function pickJob({ codeSigning }: Workbench, connection: LambdaConnection, title: string): Promise<string | undefined> {
  const picked = await pickOne<string>({
    title,
    canGoBack: false,
    placeholder: l10n.t('Choose a signing job'),
    items: async (add, signal) => {
      const jobs = await (await codeSigning.signerOf(connection)).jobs({ most: jobsOffered, signal });
      const revocable = jobs.filter(({ status, revoked }) => status === 'Succeeded' && revoked === undefined);
      if (revocable.length === 0) throw new CodedError('NO_SIGNING_JOB', l10n.t('There is no signing job in {0} that could be revoked.', connection.connection.label));
      add(revocable.map((job) => ({ label: job.profileName ?? job.id, description: job.id, detail: jobDetail(job), value: job.id })));
    },
  });
  return picked.type === 'chosen' ? picked.value : undefined;
}

function jobDetail({ createdAt, signatureExpiresAt }: SigningJob): string {
  const at = (time: Date) => formatTime(time.toISOString(), env.language, 'short');
  return joined(' · ', createdAt && l10n.t('signed {0}', at(createdAt)), signatureExpiresAt && l10n.t('expires {0}', at(signatureExpiresAt)));
}
