import type { JSX } from 'preact';
import type { SigningConfig } from '../../../src/protocol/webview/codeSigning.ts';
import { ActButton, Copyable } from '../buttons.tsx';
import { PolicyBadge } from '../StandingMark.tsx';
import type { View } from '../view.ts';
import type { FunctionProps } from './functionProps.ts';

/** The code signing configuration: whom it lets sign, and what it does with the rest. */
export function Configuration({ view, signing: { config } }: FunctionProps): JSX.Element {
  const { strings } = view;
  return (
    <section class="card" aria-labelledby="configuration-title">
      <div class="card-head">
        <h2 id="configuration-title">{strings.configuration}</h2>
        {config !== undefined && <PolicyBadge policy={config.policy} strings={strings} />}
      </div>
      {config === undefined ? <NoConfiguration view={view} /> : <Attached view={view} config={config} />}
    </section>
  );
}

function NoConfiguration({ view }: { readonly view: View }): JSX.Element {
  const { strings } = view;
  return (
    <div class="empty">
      <p>
        <strong>{strings.noConfig}</strong> {strings.noConfigText}
      </p>
      <div class="mends">
        <ActButton view={view} label="attach" action="attach" />
        <ActButton view={view} label="createConfig" action="createConfig" />
      </div>
    </div>
  );
}

function Attached({ view, config }: { readonly view: View; readonly config: SigningConfig }): JSX.Element {
  const { strings, formats } = view;
  const warn = config.policy === 'Warn';
  return (
    <>
      <dl>
        {config.description !== '' && <div><dt>{strings.description}</dt><dd>{config.description}</dd></div>}
        <div><dt>{strings.policy}</dt><dd>{strings.policyHelp[config.policy]}</dd></div>
        <div><dt>{strings.arn}</dt><dd><Copyable view={view} text={config.arn} shown={config.id} name={strings.arn} /></dd></div>
        <div><dt>{strings.lastModified}</dt><dd>{formats.moment(config.lastModified)}</dd></div>
      </dl>
      {!warn && <p class="note">{strings.warnNote}</p>}
      <div class="mends">
        <ActButton view={view} label="editConfig" action="editConfig" />
        <ActButton view={view} label={warn ? 'toEnforce' : 'toWarn'} action="setPolicy" subject={warn ? 'Enforce' : 'Warn'} />
      </div>
      <div class="mends">
        <ActButton view={view} label="attachOther" action="attach" kind="link" />
        <ActButton view={view} label="createConfig" action="createConfig" kind="link" />
        <ActButton view={view} label="detach" action="detach" kind="link" />
        <ActButton view={view} label="deleteConfig" action="deleteConfig" on={config.id} kind="link" />
      </div>
    </>
  );
}
