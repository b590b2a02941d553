import type { ComponentChildren, JSX } from 'preact';
import type { PackageVerification, SignatureEvidence } from '../../../src/lambda/signing/verification.ts';
import { Copyable } from '../buttons.tsx';
import { Icon } from '../icons.tsx';
import { commonName, jobIdOf, profileOf, shortened } from '../names.ts';
import { expiresSoon } from '../signingFormats.ts';
import type { View } from '../view.ts';
import { CertificateChain } from './CertificateChain.tsx';

interface EvidenceProps {
  readonly view: View;
  /** Of the part. */
  readonly name: string;
  readonly verification: PackageVerification;
}

/** What the signature says of itself, folded up: one wants it when something is wrong. */
export function Evidence({ view, name, verification }: EvidenceProps): JSX.Element | null {
  const { strings } = view;
  const { signature, checks } = verification;
  if (signature === undefined) return null;
  const believed = checks.integrity.verdict !== 'failed' && checks.mismatch.verdict !== 'failed';
  return (
    <details class="evidence">
      <summary>
        {strings.evidence}
        <span class="visually-hidden"> {name}</span>
      </summary>
      {!believed && <p class="note">{strings.evidenceUnbelieved}</p>}
      <Figures view={view} signature={signature} />
      {signature.chain.length > 0 && <CertificateChain view={view} chain={signature.chain} />}
    </details>
  );
}

function Figures({ view, signature }: { readonly view: View; readonly signature: SignatureEvidence }): JSX.Element {
  const { strings, formats, model } = view;
  const { jobArn, profileVersionArn, signingTime, expiry, chain, digest } = signature;
  const [signer] = chain;
  return (
    <dl>
      {signer !== undefined && <Figure name={strings.signer}>{commonName(signer.subject)}</Figure>}
      {profileVersionArn !== undefined && (
        <Figure name={strings.profileVersion}>
          <Copyable view={view} text={profileVersionArn} shown={`${profileOf(profileVersionArn).name} ${profileOf(profileVersionArn).version}`.trim()} name={strings.profileVersion} />
        </Figure>
      )}
      {jobArn !== undefined && <Figure name={strings.job}><Copyable view={view} text={jobArn} shown={jobIdOf(jobArn)} name={strings.job} /></Figure>}
      {signingTime !== undefined && <Figure name={strings.signingTime}>{formats.moment(signingTime)}</Figure>}
      {expiry !== undefined && (
        <Figure name={strings.expiry}>
          {formats.moment(expiry)} <span class={expiresSoon(expiry, model.now()) ? 'soon' : 'quiet'}>{formats.distance(expiry, model.now())}</span>
        </Figure>
      )}
      <Digests view={view} digest={digest} />
    </dl>
  );
}

function Digests({ view, digest: { signed, found } }: { readonly view: View; readonly digest: SignatureEvidence['digest'] }): JSX.Element {
  const { strings } = view;
  const same = signed === found;
  return (
    <>
      {signed !== undefined && <Figure name={strings.digestSigned}><Copyable view={view} text={signed} shown={shortened(signed)} name={strings.digestSigned} /></Figure>}
      {found !== undefined && (
        <Figure name={strings.digestFound}>
          <Copyable view={view} text={found} shown={shortened(found)} name={strings.digestFound} />
          {signed !== undefined && (
            <span class={same ? 'mark passed' : 'mark stops'}>
              <Icon name={same ? 'passed' : 'cross'} size={14} />
              {same ? strings.digestSame : strings.digestDiffers}
            </span>
          )}
        </Figure>
      )}
    </>
  );
}

function Figure({ name, children }: { readonly name: string; readonly children: ComponentChildren }): JSX.Element {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
