import type { JSX } from 'preact';
import type { JobRow } from '../../../src/protocol/webview/codeSigning.ts';
import { fill } from '../../shared/format.ts';
import { ActButton, Copyable } from '../buttons.tsx';
import { Icon, type IconName } from '../icons.tsx';
import { expiresSoon } from '../signingFormats.ts';
import type { View } from '../view.ts';
import type { FunctionProps } from './functionProps.ts';
import { SignerProblem } from './SignerProblem.tsx';

type JobLook = 'InProgress' | 'Failed' | 'Succeeded' | 'Expired' | 'Revoked';

const looks: Readonly<Record<JobLook, { readonly icon: IconName; readonly class: string }>> = {
  InProgress: { icon: 'clock', class: 'skipped' },
  Failed: { icon: 'cross', class: 'stops' },
  Succeeded: { icon: 'passed', class: 'passed' },
  Expired: { icon: 'clock', class: 'warning' },
  Revoked: { icon: 'warning', class: 'warning' },
};

/** Signing jobs, newest first. */
export function History({ view, signing: { config, jobs, signerProblem } }: FunctionProps): JSX.Element {
  const { strings } = view;
  return (
    <section class="history card" aria-labelledby="history-title">
      <div class="card-head">
        <h2 id="history-title">{strings.history}</h2>
      </div>
      {jobs.length === 0 && <SignerProblem view={view} problem={signerProblem} brief={config !== undefined} />}
      {jobs.length === 0 && signerProblem === undefined && <p class="empty"><strong>{strings.noJobs}</strong> {strings.noJobsText}</p>}
      {jobs.length > 0 && (
        <div class="table-scroller" tabIndex={0} role="region" aria-labelledby="history-title">
          <table class="jobs">
            <thead>
              <tr>
                <th scope="col">{strings.status}</th>
                <th scope="col">{strings.profile}</th>
                <th scope="col">{strings.created}</th>
                <th scope="col">{strings.expires}</th>
                <th scope="col">{strings.job}</th>
                <th scope="col"><span class="visually-hidden">{strings.actionsColumn}</span></th>
              </tr>
            </thead>
            <tbody>{jobs.map((job) => <Job key={job.id} view={view} job={job} />)}</tbody>
          </table>
        </div>
      )}
    </section>
  );
}

function Job({ view, job }: { readonly view: View; readonly job: JobRow }): JSX.Element {
  const { strings, formats, model } = view;
  const status = lookOf(job, model.now());
  const look = looks[status];
  const briefId = job.id.slice(0, 8);
  const lasts = (status === 'Succeeded' || status === 'Expired') && job.expires !== undefined;
  return (
    <tr>
      <td>
        <span class={`mark ${look.class}`}>
          <Icon name={look.icon} size={14} />
          {strings.jobStatuses[status]}
        </span>
        {job.revoked !== undefined && job.revoked !== '' && <div class="quiet">{fill(strings.revokedAt, formats.time(job.revoked))}</div>}
        {job.revokedReason !== undefined && <div class="quiet reason">{job.revokedReason}</div>}
        {job.reason !== undefined && <div class="quiet reason">{job.reason}</div>}
      </td>
      <th scope="row">{job.profileName}</th>
      <td>
        {job.createdAt === undefined ? '' : formats.time(job.createdAt)}
        {job.completedAt !== undefined && <div class="quiet">{fill(strings.completedAt, formats.time(job.completedAt))}</div>}
      </td>
      <td>
        {job.expires === undefined ? '' : formats.day(job.expires)}
        {lasts && <div class={expiresSoon(job.expires, model.now()) ? 'soon' : 'quiet'}>{formats.distance(job.expires ?? '', model.now())}</div>}
      </td>
      <td><Copyable view={view} text={job.id} shown={briefId} name={`${strings.job} ${briefId}`} /></td>
      <td>{(status === 'Succeeded' || status === 'Expired') && <ActButton view={view} label="revokeJob" action="revokeJob" subject={job.id} on={job.id} kind="link" />}</td>
    </tr>
  );
}

/** What a signature is worth: once it is revoked, its expiry does not matter. */
function lookOf({ revoked, status, expires }: JobRow, now: number): JobLook {
  if (revoked !== undefined) return 'Revoked';
  return status === 'Succeeded' && expires !== undefined && Date.parse(expires) <= now ? 'Expired' : status;
}
