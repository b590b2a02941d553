import type { JSX } from 'preact';
import type { Publisher } from '../../../src/protocol/webview/codeSigning.ts';
import { fill } from '../../shared/format.ts';
import { ActButton, Copyable } from '../buttons.tsx';
import { Icon, type IconName } from '../icons.tsx';
import { profileOf } from '../names.ts';
import type { View } from '../view.ts';
import type { FunctionProps } from './functionProps.ts';
import { SignerProblem } from './SignerProblem.tsx';

const statusIcons: Readonly<Record<Publisher['status'], IconName>> = { Active: 'passed', Canceled: 'warning', Revoked: 'cross', unknown: 'question' };
const statusLooks: Readonly<Record<Publisher['status'], string>> = { Active: 'passed', Canceled: 'warning', Revoked: 'stops', unknown: 'skipped' };

/** The versions of signing profiles whose signatures the configuration takes. */
export function Publishers({ view, signing: { config, publishers, signerProblem } }: FunctionProps): JSX.Element | null {
  const { strings } = view;
  if (config === undefined) return null;
  return (
    <section class="card" aria-labelledby="publishers-title">
      <div class="card-head">
        <h2 id="publishers-title">{strings.publishers}</h2>
      </div>
      <SignerProblem view={view} problem={signerProblem} />
      {publishers.length === 0 && <p class="empty">{strings.noPublishers}</p>}
      <ul class="publishers">
        {publishers.map((publisher) => <PublisherItem key={publisher.profileVersionArn} view={view} publisher={publisher} told={signerProblem !== undefined} />)}
      </ul>
      <div class="mends">
        <ActButton view={view} label="allowPublisher" action="allowPublisher" />
        <ActButton view={view} label="createProfile" action="createProfile" />
      </div>
    </section>
  );
}

interface PublisherProps {
  readonly view: View;
  readonly publisher: Publisher;
  /** Why Signer knows nothing is told already. */
  readonly told: boolean;
}

function PublisherItem({ view, publisher, told }: PublisherProps): JSX.Element {
  const { strings } = view;
  const { profileVersionArn: arn, profileName, status, validity } = publisher;
  return (
    <li>
      <div class="publisher-head">
        <strong>{profileName}</strong>
        <span class={`mark ${statusLooks[status]}`} title={strings.profileStatusHelp[status]}>
          <Icon name={statusIcons[status]} size={14} />
          {strings.profileStatuses[status]}
        </span>
      </div>
      <div class="quiet">
        <Copyable view={view} text={arn} shown={profileOf(arn).version || arn} name={strings.profileVersion} />
        {validity !== undefined && <span>{fill(strings.signaturesLast, validity)}</span>}
      </div>
      {status !== 'Active' && !(told && status === 'unknown') && <p class="note">{strings.profileStatusHelp[status]}</p>}
      <div class="mends">
        <ActButton view={view} label="removePublisher" action="removePublisher" subject={arn} on={profileName} kind="link" />
        {(status === 'Active' || status === 'Canceled') && <ActButton view={view} label="revokeProfile" action="revokeProfile" subject={arn} on={profileName} kind="link" />}
      </div>
    </li>
  );
}
