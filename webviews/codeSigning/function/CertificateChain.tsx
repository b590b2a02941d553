import type { JSX } from 'preact';
import type { CertificateEvidence } from '../../../src/lambda/signing/verification.ts';
import { fill } from '../../shared/format.ts';
import { Copyable } from '../buttons.tsx';
import { Icon } from '../icons.tsx';
import { commonName, shortened } from '../names.ts';
import type { View } from '../view.ts';

/** From the signer's certificate to the one that is trusted, or as far as it leads. */
export function CertificateChain({ view, chain }: { readonly view: View; readonly chain: readonly CertificateEvidence[] }): JSX.Element {
  const { strings, formats } = view;
  return (
    <div class="chain">
      <h4>{strings.chain}</h4>
      <ol>
        {chain.map((certificate) => (
          <li key={certificate.fingerprint} class={certificate.trusted ? 'trusted' : ''}>
            <div class="subject">
              <span title={certificate.subject}>{commonName(certificate.subject)}</span>
              {certificate.trusted && (
                <span class="mark passed">
                  <Icon name="shield" size={14} />
                  {strings.trustedCertificate}
                </span>
              )}
            </div>
            <div class="quiet">
              {certificate.issuer !== certificate.subject && <>{fill(strings.issuedBy, commonName(certificate.issuer))} · </>}
              {fill(strings.validity, formats.day(certificate.notBefore), formats.day(certificate.notAfter))}
            </div>
            <div class="quiet numbers">
              <span>{strings.serialNumber}</span> <Copyable view={view} text={certificate.serialNumber} shown={shortened(certificate.serialNumber)} name={strings.serialNumber} />
              <span>{strings.fingerprint}</span> <Copyable view={view} text={certificate.fingerprint} shown={shortened(certificate.fingerprint)} name={strings.fingerprint} />
            </div>
          </li>
        ))}
      </ol>
    </div>
  );
}
